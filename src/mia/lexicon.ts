// biome-ignore-all format: a table, as many words a line as fit
/**
 * Words by which a brief gives away what is to be made: English. Data, read by classify.ts.
 *
 * A row is a signal, the weight of each of its phrases, and the phrases. `word*` also matches what begins with it,
 * `a ~ b` lets up to 40 characters of the same sentence stand between. Phrases are written the way brief-text.ts folds a brief: lower
 * case, no accents, spaces for hyphens. Names of providers never appear here: naming one in a brief must move nothing.
 */

import type { ContentType } from './types.ts'

/**
 * Beside the content types: `camera` is the language of filming, `scene` what is seen in one (many weak words, capped), `object`
 * a thing shot for sale, a `role` that says something (`speech`) a presenter, `text_only` rules faces and footage out, the rest
 * are hard needs.
 */
export type Signal =
  | ContentType
  | 'camera'
  | 'scene'
  | 'object'
  | 'role'
  | 'speech'
  | 'text_only'
  | 'sound'
  | 'public_figure'
  | 'offline'
  | 'deterministic'

export type LexiconRow = readonly [signal: Signal, weight: number, phrases: readonly string[]]

export const english: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'talking head*', 'presenter', 'presenters', 'spokesperson', 'spokeswoman', 'spokesman', 'newsreader', 'news anchor',
    'news presenter', 'anchorwoman', 'anchorman', 'virtual host', 'digital human', 'digital twin', 'digital presenter',
    'virtual presenter', 'virtual instructor', 'virtual teacher', 'ai avatar', 'ai presenter', 'ai host', 'ai spokesperson',
    'avatar presenter', 'avatar host', 'speaking avatar', 'talking avatar', 'to camera', 'to the camera', 'into camera',
    'into the camera', 'at the camera', 'speak* ~ camera', 'talk* ~ camera', 'say* ~ camera', 'explain* ~ camera',
    'directly to the viewer*', 'directly to viewers', 'address* the audience', 'address* the viewer*', 'speak* ~ audience',
    'speak* ~ viewer*', 'talk* ~ viewer*', 'piece to camera', 'on screen instructor', 'on camera', 'video message from',
    'moderator explains', 'weather girl', 'weather presenter', 'fac* ~ camera', 'into the lens', 'into her phone',
    'into his phone', 'to her phone', 'to his phone', 'at her phone', 'at his phone', 'lip sync*', 'lip synced',
  ]],
  ['talking-head', 2.5, [
    'a host', 'our host', 'friendly host', 'male host', 'female host', 'host welcomes', 'host explain*', 'host talk*',
    'host walk*', 'host introduc*', 'host read*', 'host speak*', 'host tell*', 'avatar speak*', 'avatar say*', 'avatar explain*',
    'avatar of', 'avatar talk*', 'avatar who', 'avatar that', 'avatar read*', 'avatar deliver*', 'avatar greet*',
    'avatar present*', 'an avatar', 'instructor', 'narrator on screen', 'on screen narrator', 'teacher explain*',
    'doctor explain*', 'nurse explain*', 'expert explain*', 'founder explain*', 'ceo explain*', 'coach explain*',
    'trainer explain*', 'woman explain*', 'man explain*', 'person explain*', 'someone explain*', 'person talking',
    'person speaking', 'someone talking', 'someone speaking', 'woman talking', 'man talking', 'woman speaking', 'man speaking',
    'face on screen', 'speaking face', 'looking avatar', 'lifelike avatar', 'realistic avatar', 'human avatar', 'by an avatar',
    'with an avatar', 'avatar in', 'delivered by a ~ avatar', 'someone on screen', 'somebody on screen', 'person on screen',
    'human on screen', 'look* ~ viewer*', 'facing the viewer*', 'facing the audience', 'fac* the viewer*',
  ]],
  ['talking-head', 1.3, [
    'welcome message', 'greet*', 'welcomes', 'message from our', 'address from', 'delivers the news', 'reads the', 'reads out',
    'reads aloud', 'script attached', 'read this script', 'speaks', 'speaking', 'talking', 'talks about', 'talks through',
    'explains', 'introduces', 'tells us', 'telling', 'monologue', 'weather forecast', 'video update from', 'tells viewers',
    'narrat* by a person', 'host', 'avatar',
  ]],
  ['role', 1, [
    'host', 'hostess', 'doctor', 'nurse', 'teacher', 'tutor', 'professor', 'lecturer', 'coach', 'trainer', 'lawyer', 'advisor',
    'adviser', 'consultant', 'expert', 'founder', 'ceo', 'cfo', 'manager', 'boss', 'employee', 'colleague', 'rep', 'salesperson',
    'recruiter', 'scientist', 'engineer', 'pharmacist', 'banker', 'agent', 'lady', 'gentleman', 'guide', 'woman', 'man',
    'person', 'someone', 'somebody', 'girl', 'guy', 'mother', 'mom', 'father', 'dad', 'grandmother', 'student', 'chef',
    'receptionist', 'concierge', 'meteorologist', 'customer', 'client', 'owner', 'farmer', 'baker', 'she', 'he', 'journalist', 'reporter', 'weatherman', 'speaker', 'librarian', 'mascot', 'character',
    'our president', 'chairwoman', 'chairman', 'mayor',
  ]],
  ['speech', 1, [
    'explain', 'explains', 'explaining', 'pronounces', 'tells', 'telling', 'announces', 'describes', 'reports',
    'says', 'saying', 'lectures', 'lecturing', 'welcomes', 'welcoming', 'greets', 'greeting', 'pitches', 'speaks', 'speaking',
    'talks', 'talking', 'reads the', 'reads out', 'presents', 'presenting', 'introduces', 'introducing', 'answers questions',
    'addresses', 'narrates', 'narrating', 'recites', 'briefs', 'walks us through', 'walks you through', 'walks viewers',
    'walks new',
  ]],
  ['ugc-ad', 3, [
    'ugc*', 'user generated', 'testimonial*', 'selfie', 'influencer*', 'customer review', 'customer rav*', 'creator style',
    'creator ad', 'unboxing', 'haul', 'vlog*', 'real customer', 'happy customer', 'satisfied customer', 'customer tell*',
    'customer say*', 'customer explain*', 'customer describe*', 'customer story', 'review style', 'style review', 'raves',
    'raving', 'endorse*', 'recommends', 'reviews our', 'reviewing our', 'shares her experience', 'shares his experience', 'shares their experience',
    'get ready with me', 'reaction video',
  ]],
  ['ugc-ad', 1.2, ['praise*', 'loves our', 'love* it', 'obsessed with', 'honest review', 'switched to', 'swears by', 'day in the life']],
  ['product-demo', 3, [
    'product demo*', 'software demo*', 'app demo*', 'demo video', 'demo of', 'screen recording*', 'screencast*',
    'screen capture*', 'screen demo', 'ui walkthrough', 'feature walkthrough', 'product walkthrough', 'product tour',
    'feature tour', 'guided tour of our app', 'feature demo', 'demonstrate*', 'demoing', 'walk through the', 'walk through our',
    'click through', 'user flow', 'checkout flow', 'signup flow', 'onboarding flow', 'show* how our app', 'show* our app',
    'show* the app', 'show* off our app', 'in the app', 'mockup*',
  ]],
  ['product-demo', 1.2, [
    'dashboard', 'interface', 'the ui', 'our ui', 'saas', 'screenshot*', 'cursor', 'button*', 'feature', 'settings page',
    'web app', 'demo',
  ]],
  ['product-shot', 3, [
    'product shot*', 'hero shot', 'pack shot*', 'packshot*', 'product video of', 'product photo*', 'product film', 'beauty shot',
    'turntable', '360 spin', 'rotat* ~ pedestal', 'on a pedestal', 'commercial for', 'tv commercial', 'studio light*',
    'splash* over', 'product render', 'bring this photo', 'bring the photo', 'bring this picture', 'bring this image',
    'animate the photo', 'animate this photo', 'animate this picture', 'animate this image', 'animate my photo',
    'animate our photo', 'make this photo', 'make this picture', 'make this image', 'make the photo move', 'bring it to life',
  ]],
  ['product-shot', 1.2, ['animate this', 'animate my', 'animate our']],
  ['object', 1, [
    'espresso machine', 'coffee machine', 'earbuds', 'kettle', 'drone on', 'bottle*', 'perfume', 'watch', 'sneaker*', 'shoe*',
    'handbag', 'lipstick', 'jar', 'can of', 'soda can', 'lemonade can', 'headphones', 'smartphone', 'laptop', 'ring', 'necklace',
    'diamond*', 'chocolate bar', 'wine glass', 'whisky', 'coffee bag', 'skincare', 'serum', 'cream jar', 'candle', 'sofa',
    'lamp', 'car', 'motorcycle', 'bicycle', 'backpack', 'sunglasses', 'burger', 'pizza', 'ice cream', 'cake',
  ]],
  ['object', 1, [
    'rotat*', 'levitat*', 'spinning', 'swirl*', 'splash*', 'condensation', 'droplets', 'velvet', 'marble', 'glossy', 'gleam*',
    'glint*', 'studio', 'chrome', 'rim light', 'streaming into', 'backlit', 'reflection*', 'exploding', 'shatter*', 'unfold*',
    'luxury', 'elegant', 'sleek', 'glid*',
  ]],
  ['camera', 2.6, [
    'drone shot*', 'drone footage', 'drone flight', 'drone video', 'drone view', 'drone fl*', 'drone over', 'drone pass',
    'drone glid*', 'fpv', 'aerial', 'aerials', 'bird s eye', 'birds eye', 'tracking shot', 'dolly', 'crane shot', 'steadicam',
    'wide shot', 'wide angle', 'establishing shot', 'close up', 'closeup', 'extreme close', 'macro', 'slow motion', 'slow mo',
    'slowmo', 'time lapse', 'timelapse', 'hyperlapse', 'handheld', 'pov shot', 'panning', 'camera pan*', 'camera push*',
    'camera glid*', 'camera follow*', 'camera fl*', 'camera circle*', 'camera orbit*', 'camera rise*', 'camera mov*',
    'camera drift*', 'camera track*', 'push in', 'pull back', 'whip pan', 'rack focus', 'shallow depth', 'depth of field',
    'bokeh', 'anamorphic', '35mm', '16mm', 'film grain', 'cinematic', 'cinematography', 'b roll', 'broll', 'stock footage',
    'photoreal*', 'hyperreal*', 'establishing', 'overhead shot', 'overhead', 'low angle', 'high angle', 'top down shot',
    'long take', 'one take', 'orbit shot', 'nature documentary', 'movie scene', 'film scene', 'film look', 'seen from above',
    'one continuous shot', 'lens flare',
  ]],
  ['camera', 1.5, [
    'footage', 'shot of', 'shots of', 'short film', 'film of', 'scene of', 'scene', 'documentary', 'moody', 'atmospheric',
    'dreamy', 'melancholic', 'ethereal', 'golden light', 'soft light', 'evening light', 'morning light', 'volumetric', 'lens',
    'camera', 'surreal', 'dystopian', 'sci fi', 'wide', 'epic',
  ]],
  ['scene', 1, [
    'dawn', 'night', 'at night', 'light', 'lights', 'city', 'traffic', 'helicopter', 'morning', 'evening', 'shadows',
    'spotlight', 'silhouette*', 'glow', 'dusty', 'cold air', 'dusk', 'sunset', 'sunrise', 'golden hour', 'blue hour',
    'moonlight', 'moonlit', 'moon', 'starry', 'night sky', 'neon', 'candlelit', 'candlelight', 'mist', 'misty', 'fog', 'foggy',
    'rain', 'rainy', 'raining', 'storm', 'stormy', 'thunderstorm', 'lightning', 'snow', 'snowy', 'snowfall', 'blizzard',
    'sunlit', 'sunlight', 'sunbeams', 'twilight', 'midnight', 'aurora', 'northern lights', 'clouds', 'haze', 'smoke', 'embers',
    'sparks', 'flames', 'campfire', 'fire', 'steam', 'dust', 'ripples', 'waves', 'wind', 'breeze',
  ]],
  ['scene', 0.9, [
    'forest', 'jungle', 'ocean', 'sea', 'beach', 'coast', 'shore', 'cliff*', 'mountain*', 'valley', 'river', 'lake', 'waterfall',
    'desert', 'dunes', 'glacier', 'iceberg*', 'volcano', 'fjord', 'meadow', 'field*', 'prairie', 'savanna*', 'canyon', 'island',
    'reef', 'underwater', 'city street', 'cityscape', 'skyline', 'alley', 'rooftop', 'harbour', 'harbor', 'bridge', 'village',
    'castle', 'temple', 'cathedral', 'chapel', 'market', 'train station', 'subway', 'highway', 'asphalt', 'cobble*', 'vineyard',
    'orchard', 'garden', 'greenhouse', 'lighthouse', 'barn', 'spaceship', 'planet', 'galaxy', 'mars', 'nebula', 'ruins', 'tokyo',
    'paris', 'venice', 'new york', 'iceland', 'sahara', 'himalaya*', 'alps', 'leaves', 'petals', 'blossom*', 'puddle*', 'autumn',
    'winter', 'trees', 'grass', 'sand', 'waters', 'sky', 'kitchen', 'cafe', 'wooden', 'bamboo', 'lantern*', 'canoe', 'kayak',
    'yacht', 'sailboat', 'boat*', 'hot air balloon*', 'balloon*', 'arch',
  ]],
  ['scene', 0.9, [
    'puppy', 'dog', 'retriever', 'corgi', 'cat', 'kitten', 'horse*', 'stallion', 'fox', 'wolf', 'wolves', 'deer', 'bear',
    'lion', 'lions', 'lioness*', 'tiger', 'leopard', 'cheetah', 'elephant*', 'whale*', 'dolphin*', 'shark', 'eagle', 'owl', 'hummingbird', 'birds',
    'flock', 'butterfl*', 'bee', 'bees', 'fish', 'jellyfish', 'octopus', 'turtle', 'penguin*', 'camel*', 'rabbit', 'squirrel',
    'dragon', 'dinosaur*', 'astronaut*', 'cyclist', 'surfer', 'skateboarder', 'skier', 'dancer', 'ballerina', 'runner',
    'climber', 'fisherman', 'farmer', 'barista', 'blacksmith', 'potter', 'glassblower', 'chef', 'musician', 'violinist',
    'pianist', 'samurai', 'knight', 'child', 'children', 'couple', 'crowd', 'pedestrians', 'stranger', 'old man', 'old woman',
    'woman', 'man', 'robot', 'monk', 'sailor', 'cellist', 'quartet', 'orchestra',
  ]],
  ['scene', 0.7, [
    'walking', 'running', 'runs', 'crossing', 'crosses', 'flying', 'flies', 'drifting', 'drifts', 'floating', 'floats',
    'swirling', 'swirls', 'pouring', 'pours', 'falling', 'falls', 'surfing', 'galloping', 'gallops', 'trots', 'trotting',
    'bounding', 'leaping', 'leaps', 'leap', 'jumping', 'jumps', 'diving', 'dives', 'gliding', 'glides', 'rolling', 'rolls',
    'crashing', 'crash', 'rising', 'rises', 'rise', 'lifting', 'lifts', 'spinning', 'dancing', 'dances', 'swaying', 'sways',
    'flickering', 'flickers', 'unfurling', 'melting', 'dripping', 'blooming', 'blooms', 'burning', 'glowing', 'glows',
    'shimmering', 'reflecting', 'reflections', 'exploding', 'soaring', 'soars', 'swimming', 'swims', 'climbing', 'climbs',
    'riding', 'rides', 'racing', 'wandering', 'chasing', 'watching', 'watches', 'emerging', 'emerges', 'breaking', 'breathing',
    'cutting through', 'opens its', 'stretching', 'playing', 'plays', 'performs', 'mends', 'bob', 'stands', 'sits alone',
    'gazing', 'carving', 'forging', 'hammering', 'stirring', 'simmering', 'sizzling',
  ]],
  ['scene', 0.35, ['through', 'across', 'beneath', 'along', 'past', 'over', 'above', 'under', 'between', 'towards', 'against', 'among', 'amid']],
  ['social-teaser', 3, [
    'teaser', 'teasers', 'trailer', 'sneak peek', 'promo reel', 'promo video', 'promo clip', 'hype video', 'hype reel',
    'coming soon', 'social clip', 'short promo', 'announcement teaser',
  ]],
  ['social-teaser', 1.5, [
    'promo', 'promote', 'hype', 'reel', 'hook', 'drop', 'drops', 'launching', 'launch', 'viral', 'punchy', 'fast cuts',
    'listicle',
  ]],
  ['announcement-card', 3, [
    'announcement', 'announcement card', 'title card', 'quote card', 'text card', 'card that says', 'card saying', 'card with',
    'card for', 'greeting card', 'invitation', 'save the date', 'we re hiring', 'we are hiring', 'now hiring', 'hiring',
    'wanted', 'job ad', 'job opening*', 'kinetic typography', 'kinetic type', 'typography', 'typographic', 'typed out',
    'lettering', 'quote of the day', 'quote from', 'slogan', 'motto', 'countdown', 'poster', 'flyer', 'banner', 'notice',
    'end card', 'lower third*', 'thank you card', 'birthday card', 'opening hours', 'store hours', 'business hours',
    'office closed', 'closed on', 'closed for', 'black friday', 'cyber monday', 'flash sale', 'big sale', 'clearance',
    'discount*', 'coupon', 'promo code', 'with code', 'voucher', 'giveaway', 'rsvp', 'register now', 'register by',
    'register at', 'apply by', 'apply now', 'sign up by', 'tickets on sale', 'grand opening', 'doors open', 'webinar', 'meetup',
    'open day', 'open house', 'line up', 'lineup',
  ]],
  ['announcement-card', 1.5, [
    'announce*', 'announcing', 'card', 'quote', 'headline', 'text', 'words', 'letters', 'caption', 'title', 'tagline', 'sale',
    'off', 'deadline', 'event', 'conference', 'festival', 'concert date', 'date and venue', 'hours', 'closed', 'reopen*', 'menu',
    'price list', 'agenda', 'schedule', 'happy new year', 'merry christmas', 'congratulations', 'thank you', 'welcome to',
    'reminder', 'release date', 'bold', 'vacancy', 'vacancies', 'opening', 'we re moving', 'new address', 'join us', 'workshop',
    'newsletter',
  ]],
  ['changelog', 3.2, [
    'changelog', 'change log', 'release note*', 'release video', 'patch note*', 'what s new', 'whats new', 'new in version',
    'bug fixes', 'bugfixes', 'bug fix', 'version history', 'pull request*', 'merged prs', 'sprint review', 'sprint recap',
    'release recap', 'update notes', 'dark mode', 'list of changed files', 'changed files', 'commit hash', 'commits',
    'nightly build', 'build badge', 'build status', 'release of v*', 'hotfix*', 'deprecat*',
  ]],
  ['changelog', 1.5, [
    'release', 'version', 'fixes', 'fixed', 'fix for', 'improvements', 'faster sync', 'new features', 'shipped', 'csv export',
    'keyboard shortcuts', 'api changes', 'bullets', 'bullet points', 'test count', 'coverage', 'diff',
  ]],
  ['tutorial', 3, [
    'tutorial', 'how to', 'how do i', 'step by step', 'step 1', 'in three steps', 'in four steps', 'in five steps', 'in 3 steps',
    'in 4 steps', 'in 5 steps', 'walkthrough', 'lesson', 'masterclass', 'crash course', 'explainer on', 'onboarding guide',
    'user guide', 'guide to', 'quick guide', 'guide', 'instructions for', 'instructions on', 'learn how', 'teach*', 'recipe',
    'diy', 'checklist', 'cheat sheet', 'faq',
  ]],
  ['tutorial', 1.5, [
    'diagram*', 'flowchart*', 'boxes and arrows', 'explain the', 'difference between', 'steps', 'tips', 'tricks', 'rules', 'mistakes', 'install*', 'set up', 'setup', 'configure', 'terminal', 'commands', 'course',
    'training', 'explain how', 'reset your', 'explainer', 'guide',
  ]],
  ['data-story', 3, [
    'bar chart', 'line chart', 'pie chart', 'line graph', 'bar graph', 'growing bar', 'bar race', 'bar chart race', 'chart',
    'charts', 'graph', 'graphs', 'infographic*', 'data visuali*', 'dataviz', 'visuali* our data', 'survey results',
    'poll results', 'statistics', 'stats', 'kpi', 'kpis', 'quarterly revenue', 'quarterly figures', 'annual report',
    'key figures', 'metrics', 'leaderboard', 'heat map', 'heatmap', 'histogram', 'scatter plot', 'treemap', 'as bars',
    'as a pie', 'from this csv', 'csv file', 'spreadsheet', 'from the data',
  ]],
  ['data-story', 1.3, [
    'revenue', 'growth', 'churn', 'headcount', 'sales figures', 'numbers', 'figures', 'percent', 'percentage*', 'q1', 'q2', 'q3',
    'q4', 'year over year', 'yoy', 'results', 'table', 'ranking', 'budget breakdown', 'market share', 'temperature*',
    'comparison', 'compare', 'pie', 'bars', 'map of',
  ]],
  ['slideshow', 3, [
    'slideshow', 'slide show', 'photo album', 'photo montage', 'montage of photos', 'photo gallery', 'picture gallery',
    'these photos', 'our photos', 'my photos', 'the photos', 'wedding photos', 'wedding pictures', 'vacation photos',
    'holiday photos', 'family photos', 'these pictures', 'our pictures', 'my pictures', 'photographs', 'ken burns',
    'memory video', 'memories video', 'photo story', 'one after the other', 'carousel', 'slide deck', 'text slides', 'slides',
    'before and after photos', 'photo collage', 'these images', 'portfolio images',
  ]],
  ['slideshow', 1, ['photos', 'pictures', 'gallery', 'album', 'gentle zoom', 'soft fades', 'crossfade*', 'in order', 'captions']],
  ['logo-sting', 3.2, [
    'logo animation', 'logo reveal', 'logo sting', 'logo intro', 'logo outro', 'animate our logo', 'animate the logo',
    'animated logo', 'logo assembl*', 'logo ~ assembl*', 'logo draws', 'logo ~ settles', 'logo ~ appears', 'logo builds',
    'wordmark', 'brand sting', 'sting', 'stinger', 'ident', 'bumper', 'channel intro', 'channel outro', 'intro sting', 'outro',
    'intro with our logo', 'intro where our logo', 'logo loop', 'spinning logo', 'reveal our logo',
  ]],
  ['logo-sting', 1, ['logo', 'intro', 'emblem', 'monogram', 'brand mark']],
  ['background-loop', 3, [
    'background loop', 'looping background', 'loopable', 'seamless loop', 'seamlessly loop*', 'perfect loop', 'endless loop',
    'loop for the background', 'ambient loop', 'background video', 'video background', 'hero background', 'website background',
    'backdrop', 'behind the headline', 'behind our headline', 'behind the text', 'screensaver', 'stage visuals', 'wallpaper',
    'zoom background', 'background for our', 'background for the', 'gradient loop', 'loop of', 'in a loop', 'on a loop',
  ]],
  ['background-loop', 1.2, [
    'looping', 'loop', 'loops', 'ambient', 'background', 'abstract', 'gradient', 'particles', 'hero section', 'homepage',
    'home page', 'landing page', 'texture',
  ]],
  ['app-preview', 3.5, [
    'app store preview', 'app preview', 'preview for the app store', 'app store listing', 'app store video', 'app store',
    'store listing', 'play store', 'google play', 'store page', 'store preview',
  ]],
  ['app-preview', 1, ['simulator', 'overlay titles', 'feature headlines', 'in app']],
  ['text_only', 2, [
    'text only', 'plain text', 'text cards', 'as text', 'typographic only', 'only typographic', 'only text', 'just text',
    'words only', 'only words', 'typography only', 'type only', 'just type', 'only type', 'purely typographic', 'text based',
    'just the words', 'kinetic typography', 'letter by letter', 'text slides', 'text on screen only', 'text list', 'list of text',
  ]],
  ['sound', 2, [
    'with sound', 'with audio', 'with live sound', 'with the live sound', 'live sound', 'ambient sound*', 'natural sound*',
    'native audio', 'native sound', 'synced sound', 'synchroni* sound', 'synchroni* audio', 'sound of', 'sounds of', 'sound on',
    'we hear', 'you hear', 'you can hear', 'we can hear', 'hear the', 'hearing the', 'audible', 'dialogue', 'asmr',
    'including audio', 'including sound', 'with dialogue', 'with matching audio', 'with its sound', 'with music and',
  ]],
  ['public_figure', 2, [
    'celebrity', 'famous ~ chef', 'famous ~ actor', 'famous ~ actress', 'famous ~ singer', 'famous ~ rapper', 'famous ~ player',
    'famous ~ footballer', 'famous ~ athlete', 'famous ~ comedian', 'famous ~ director', 'famous ~ model', 'famous ~ youtuber',
    'famous ~ streamer', 'famous ~ host', 'famous ~ politician', 'famous ~ scientist', 'a well known ~ star', 'a real celebrity',
    'chancellor', 'celebrities', 'famous actor', 'famous actress', 'famous singer', 'famous footballer', 'famous athlete',
    'famous person', 'famous politician', 'world famous', 'well known actor', 'well known singer', 'pop star', 'movie star',
    'film star', 'rock star', 'superstar', 'hollywood ~ actor', 'hollywood star', 'hollywood actress', 'a politician',
    'prime minister', 'us president', 'american president', 'president of the united', 'president of the us',
    'president of france', 'president of russia', 'president of brazil', 'president of china', 'president of mexico',
    'president of ukraine', 'president of turkey', 'king of england', 'king of spain', 'queen of england', 'french president',
    'the pope', 'deepfake', 'deep fake', 'impersonat*', 'voice clone of', 'elon musk', 'tom hanks', 'dwayne johnson',
    'will smith', 'jennifer lawrence', 'angelina jolie', 'george clooney', 'emma watson', 'robert downey', 'chris hemsworth',
    'margot robbie', 'zendaya', 'timothee chalamet', 'ariana grande', 'justin bieber', 'billie eilish', 'ed sheeran', 'adele',
    'shakira', 'bad bunny', 'selena gomez', 'eminem', 'kanye west', 'snoop dogg', 'madonna', 'elton john', 'mrbeast', 'mr beast',
    'logan paul', 'joe rogan', 'ellen degeneres', 'jimmy fallon', 'gordon ramsay', 'usain bolt', 'serena williams', 'mbappe',
    'neymar', 'tiger woods', 'tom brady', 'stephen curry', 'kobe bryant', 'muhammad ali', 'trump', 'biden', 'obama',
    'kamala harris', 'hillary clinton', 'zelensky*', 'rishi sunak', 'keir starmer', 'boris johnson', 'olaf scholz',
    'friedrich merz', 'giorgia meloni', 'pedro sanchez', 'erdogan', 'putin', 'macron', 'justin trudeau', 'warren buffett',
    'tim cook', 'satya nadella', 'jensen huang', 'albert einstein', 'elvis', 'marilyn monroe', 'michael jackson',
    'freddie mercury', 'john lennon', 'bob marley', 'princess diana', 'queen elizabeth', 'prince harry', 'meghan markle',
    'kate middleton', 'dalai lama', 'gandhi', 'nelson mandela', 'martin luther king', 'winston churchill', 'amitabh bachchan',
    'virat kohli', 'blackpink', 'donald trump', 'joe biden', 'barack obama', 'taylor swift', 'beyonce', 'rihanna',
    'lionel messi', 'messi', 'cristiano ronaldo', 'ronaldo', 'tom cruise', 'brad pitt', 'leonardo dicaprio',
    'scarlett johansson', 'morgan freeman', 'keanu reeves', 'steve jobs', 'bill gates', 'mark zuckerberg', 'jeff bezos',
    'sam altman', 'emmanuel macron', 'angela merkel', 'vladimir putin', 'xi jinping', 'narendra modi', 'shah rukh khan',
    'kim kardashian', 'lady gaga', 'oprah*', 'michael jordan', 'lebron james', 'roger federer', 'king charles', 'greta thunberg',
    'pope francis',
  ]],
  ['offline', 2, [
    'confidential numbers', 'confidential figures', 'confidential data', 'confidential material*', 'strictly confidential',
    'is confidential', 'are confidential', 'confidential board', 'under nda', 'nothing may leave', 'may not leave',
    'must not leave', 'cannot leave', 'can t leave', 'never leave', 'nothing leaves', 'stays on this machine',
    'stay on this machine', 'stay on my machine', 'stay on our machines', 'stay on premises', 'on premise*', 'air gapped',
    'airgapped', 'not be uploaded', 'do not upload', 'don t upload', 'not to be uploaded', 'without uploading', 'no upload',
    'no cloud', 'nothing uploaded', 'must stay local', 'stay local', 'local only', 'locally only', 'offline only',
    'fully offline', 'completely offline',
  ]],
  ['deterministic', 2, [
    'identical on every run', 'identical every time', 'identical each time', 'identical on each', 'byte identical',
    'byte for byte', 'bit identical', 'byte stable', 'bit for bit', 'pixel identical', 'reproducible', 'deterministic',
    'same output every', 'same output on every', 'same result every', 'same every run', 'same bytes',
    'never change between runs', 'golden file', 'snapshot test',
  ]],
]
