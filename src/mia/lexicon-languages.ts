// biome-ignore-all format: a table, as many words a line as fit
/**
 * The same as lexicon.ts for other languages: the words for formats (presenter, drone shot, card, chart, photos …) and the common
 * words of scenes, not whole vocabularies. Folded like a brief: no accents in Latin and Cyrillic script (й is и, ß is ss).
 */

import type { LexiconRow } from './lexicon.ts'

/** Spanish, Portuguese, Italian, French. */
const romance: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'presentador*', 'presentatric*', 'portavoz', 'locutor*', 'a camara', 'a la camara', 'mirando a camara', 'mira* ~ a camara', 'mira* ~ a la camara', 'ante la camara',
    'habla* ~ camara', 'avatar que habla', 'humano digital', 'apresentador*', 'porta voz', 'para a camera', 'para camera',
    'olhando para a camera', 'em frente a camera', 'ancora do', 'avatar falante', 'presentatore', 'presentatrice', 'conduttore',
    'conduttrice', 'portavoce', 'alla telecamera', 'davanti alla telecamera', 'davanti alla camera', 'guardando in camera',
    'verso la telecamera', 'presentateur', 'animateur', 'animatrice', 'porte parole', 'face camera', 'face a la camera',
    'devant la camera', 'regard camera', 'regard* ~ la camera', 'regard* ~ l objectif', 'avatar parlant', 'journaliste explique', 'mezzobusto', 'busto parlante',
    'parla ~ in camera', 'spiega ~ in camera', 'guarda in camera',
  ]],
  ['talking-head', 1.3, [
    'explica', 'explicando', 'habla', 'hablando', 'saluda', 'da la bienvenida', 'narra en pantalla', 'fala', 'falando',
    'cumprimenta', 'da as boas vindas', 'spiega', 'parla', 'parlando', 'saluta', 'da il benvenuto', 'racconta', 'explique',
    'parle', 'parlant', 'accueille', 'souhaite la bienvenue', 'raconte',
  ]],
  ['ugc-ad', 3, [
    'testimonio*', 'cliente cuenta', 'estilo selfie', 'depoimento*', 'testemunho*', 'cliente conta', 'recensione',
    'testimonianz*', 'cliente racconta', 'temoignage*', 'client* raconte', 'avis client*', 'influenceu*', 'influencer*',
  ]],
  ['camera', 2.6, [
    'plano aereo', 'de drone', 'com drone', 'con drone', 'un drone', 'drone sobre', 'drone su', 'drone sopra', 'col drone',
    'en drone', 'par drone', 'plano travelling', 'travelling avant', 'toma aerea', 'vista aerea', 'tomas aereas', 'dron',
    'camara lenta', 'a camara rapida', 'primer plano', 'primerisimo plano', 'plano general', 'plano secuencia',
    'cinematografic*', 'de cine', 'macro', 'imagens aereas', 'tomada aerea', 'camera lenta', 'plano fechado', 'close de',
    'time lapse', 'ripresa aerea', 'riprese aeree', 'vista dall alto', 'rallentatore', 'al rallentatore', 'primo piano',
    'primissimo piano', 'campo lungo', 'carrellata', 'plan de drone', 'plan aerien', 'vue aerienne', 'prise de vue aerienne',
    'au ralenti', 'ralenti', 'gros plan', 'tres gros plan', 'plan large', 'plan sequence', 'cinematographique*',
    'contre plongee', 'imagens cinematograficas', 'riprese cinematografiche',
  ]],
  ['scene', 1, [
    'atardecer', 'luz dorada', 'luz de la manana', 'hojas', 'otono', 'mujer camina', 'hombre camina', 'puerto', 'barco*', 'faro',
    'luz da manha', 'folhas', 'outono', 'barco', 'onca', 'foglie', 'autunno', 'luce', 'mare', 'barca', 'lumiere du matin',
    'lumiere doree', 'feuilles', 'automne', 'bateau*', 'ruelle', 'champ*', 'oiseau*', 'amanecer', 'anochecer', 'niebla',
    'lluvia', 'nieve', 'tormenta', 'selva', 'bosque', 'oceano', 'playa', 'montana*', 'volcan', 'rio', 'lago', 'desierto',
    'calle', 'noche', 'olas', 'cielo', 'nubes', 'ciudad', 'caballo', 'perro', 'gato', 'aguila', 'lobo', 'bailarina',
    'por do sol', 'amanhecer', 'entardecer', 'neblina', 'nevoa', 'chuva', 'neve', 'tempestade', 'floresta', 'praia', 'rua',
    'noite', 'ondas', 'ceu', 'nuvens', 'cidade', 'cavalo', 'cachorro', 'tramonto', 'alba', 'nebbia', 'pioggia', 'tempesta',
    'bosco', 'foresta', 'spiaggia', 'montagn*', 'fiume', 'deserto', 'strada', 'notte', 'onde', 'nuvole', 'citta', 'borgo',
    'valle', 'cavallo', 'cane', 'volpe', 'coucher du soleil', 'coucher de soleil', 'lever du soleil', 'aube', 'crepuscule',
    'brume', 'brouillard', 'pluie', 'neige', 'orage', 'foret', 'plage', 'falaise*', 'montagne*', 'fleuve', 'riviere', 'rue',
    'nuit', 'vagues', 'ciel', 'nuages', 'ville', 'cheval', 'chien', 'loup', 'renard', 'volando', 'corriendo', 'caminando',
    'galopa*', 'voando', 'correndo', 'caminhando', 'volant', 'courant', 'marchant', 'vola', 'corre', 'cammina', 'danse',
    'girando', 'cruzando',
  ]],
  ['object', 1, [
    'frasco', 'botella', 'perfume', 'reloj', 'zapatilla*', 'garrafa', 'relogio', 'tenis', 'bottiglia', 'profumo', 'orologio',
    'scarpa', 'bouteille', 'parfum', 'flacon', 'montre', 'chaussure', 'marmol', 'marmore', 'marmo', 'marbre', 'giratorio',
    'girando lentamente', 'gira lentamente', 'tourne lentement', 'ruota lentamente',
  ]],
  ['product-shot', 3, [
    'plano de producto', 'foto de producto', 'anima esta foto', 'anima esta imagen', 'foto do produto', 'anime esta foto',
    'anime esta imagem', 'anima questa foto', 'foto del prodotto', 'inquadratura del prodotto', 'photo du produit',
    'plan produit', 'animez cette photo', 'anime cette photo', 'anime cette image',
  ]],
  ['announcement-card', 3, [
    'tarjeta', 'promocion', '2x1', 'hasta el', 'invitacion', 'anuncio', 'cartel', 'oferta', 'ofertas', 'rebajas', 'descuento*',
    'estamos contratando', 'contratamos', 'buscamos', 'frase del dia', 'tipografia*', 'solo texto', 'cartao', 'convite',
    'comunicado', 'promocao', 'desconto*', 'estamos a contratar', 'vagas', 'frase do dia', 'aviso', 'apenas texto', 'annuncio',
    'invito', 'sconto', 'sconti', 'saldi', 'offerta', 'assumiamo', 'cerchiamo', 'chiusi per', 'chiuso per', 'citazione',
    'solo testo', 'carte de voeux', 'annonce', 'invitation', 'affiche', 'soldes', 'promotion', 'remise', 'nous recrutons',
    'on recrute', 'recrutement', 'typographie', 'texte seul', 'fermeture', 'fermes', 'cerrado*', 'fechado*', 'apertura',
    'inaugura*', 'felicitacion', 'boas festas', 'buon natale', 'joyeux noel', 'bonne annee', 'feliz navidad', 'feliz ano',
  ]],
  ['text_only', 2, [
    'solo texto', 'apenas texto', 'somente texto', 'solo testo', 'texte seul', 'uniquement du texte', 'seulement du texte',
    'texte uniquement',
  ]],
  ['changelog', 3, [
    'novedades', 'notas de la version', 'nueva version', 'registro de cambios', 'novidades', 'notas de versao', 'nova versao',
    'novita', 'note di rilascio', 'nuova versione', 'nouveautes', 'notes de version', 'nouvelle version', 'correcciones',
    'correcoes', 'correzioni', 'correctifs', 'modo oscuro', 'modo escuro', 'modalita scura', 'mode sombre',
  ]],
  ['tutorial', 3, [
    'tutorial', 'tutoriel', 'paso a paso', 'passo a passo', 'passo dopo passo', 'passo passo', 'etape par etape',
    'en tres pasos', 'em tres passos', 'in tre passi', 'en trois etapes', 'como instalar', 'como configurar', 'come installare',
    'comment installer', 'guia', 'guida', 'guide pratique', 'consejos', 'dicas', 'consigli', 'astuces', 'receta', 'receita',
    'ricetta', 'recette',
  ]],
  ['data-story', 3, [
    'grafico*', 'diagrama de barras', 'infografia', 'infografico', 'estadistica*', 'estatistica*', 'statistiche', 'statistiques',
    'graphique*', 'diagramme', 'infographie', 'istogramma', 'encuesta', 'pesquisa de', 'sondaggio', 'sondage', 'pourcentage*',
    'porcentaje*', 'ventas por', 'vendas por', 'vendite per', 'ventes par', 'ingresos trimestrales', 'receita trimestral',
    'fatturato', 'chiffre d affaires',
  ]],
  ['slideshow', 3, [
    'presentacion de fotos', 'pase de fotos', 'album de fotos', 'nuestras fotos', 'estas fotos', 'mis fotos', 'diapositivas',
    'apresentacao de fotos', 'nossas fotos', 'destas fotos', 'essas fotos', 'minhas fotos', 'presentazione di foto',
    'nostre foto', 'queste foto', 'diaporama', 'nos photos', 'ces photos', 'mes photos', 'album photo*',
  ]],
  ['logo-sting', 3, [
    'animacion del logo*', 'logo animado', 'animacao do logo*', 'animazione del logo', 'logo animato', 'animation du logo',
    'logo anime', 'revelado del logo', 'cortinilla', 'vinheta', 'sigla animata',
  ]],
  ['product-demo', 3, [
    'demostracion', 'demo del producto', 'grabacion de pantalla', 'demonstracao', 'gravacao de tela', 'gravacao de ecra',
    'dimostrazione', 'registrazione dello schermo', 'demonstration', 'enregistrement d ecran', 'capture d ecran',
  ]],
  ['background-loop', 3, [
    'bucle', 'fondo de pantalla', 'fondo animado', 'fondo para la web', 'loop de fundo', 'fundo animado', 'sfondo animato',
    'sfondo in loop', 'fond anime', 'boucle', 'arriere plan anime', 'en boucle',
  ]],
  ['social-teaser', 3, ['avance', 'adelanto', 'trailer', 'proximamente', 'em breve', 'prossimamente', 'bande annonce', 'bientot']],
  ['sound', 2, [
    'con sonido', 'con audio', 'se oye', 'com som', 'com audio', 'ouve se', 'con il suono', 'con suono', 'si sente',
    'avec le son', 'avec son', 'on entend',
  ]],
  ['public_figure', 2, [
    'famoso actor', 'actor famoso', 'estrella de cine', 'celebridad*', 'celebrita', 'ator famoso', 'atriz famosa',
    'attore famoso', 'attrice famosa', 'acteur celebre', 'actrice celebre', 'celebre acteur', 'celebrite*', 'president francais',
    'president de la republique', 'presidente de la republica', 'presidente da republica', 'presidente do brasil',
    'presidente de mexico', 'presidente de espana', 'presidente della repubblica', 'chanteu* celebre', 'vedette',
  ]],
  ['offline', 2, [
    'confidencial*', 'riservat*', 'confidentiel*', 'no debe salir', 'nao pode sair', 'non deve uscire', 'ne doit pas quitter',
    'sin conexion', 'sem internet', 'hors ligne',
  ]],
]

/** German, Dutch, Swedish and their neighbours. */
const germanic: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'moderatorin', 'ein moderator', 'moderator spricht', 'moderator erklart', 'sprecher', 'sprecherin', 'nachrichtensprecher*',
    'prasentator*', 'in die kamera', 'vor der kamera', 'zur kamera', 'direkt in die kamera', 'digitaler mensch',
    'sprechender avatar', 'avatar spricht', 'avatar erklart', 'ki avatar', 'presentator', 'presentatrice', 'nieuwslezer',
    'woordvoerder', 'in de camera', 'voor de camera', 'naar de camera', 'pratende avatar', 'programledare', 'in i kameran',
    'framfor kameran', 'talesperson', 'nyhetsankare', 'studiovart', 'i kamera', 'inn i kameraet', 'ind i kameraet',
  ]],
  ['talking-head', 1.3, [
    'erklart', 'spricht', 'begrusst', 'stellt ~ vor', 'erzahlt', 'berichtet', 'legt ~ uit', 'praat', 'vertelt', 'begroet',
    'forklarar', 'pratar', 'berattar', 'halsar',
  ]],
  ['ugc-ad', 3, [
    'kundenstimme*', 'erfahrungsbericht', 'kundin erzahlt', 'kunde erzahlt', 'selfie video', 'klantverhaal',
    'ervaring van een klant', 'kundberattelse',
  ]],
  ['camera', 2.6, [
    'drohnenflug', 'eine drohne', 'drohne fliegt', 'in der totale', 'drohnenaufnahme*', 'drohnenvideo', 'luftaufnahme*',
    'zeitlupe', 'zeitraffer', 'nahaufnahme', 'grossaufnahme', 'makroaufnahme', 'kamerafahrt', 'weitwinkel', 'filmisch*',
    'kinoreif', 'kinematisch*', 'droneshot*', 'dronebeeld*', 'luchtopname*', 'vertraagd', 'slowmotion', 'close up',
    'dronarbilder', 'dronarfilm', 'flygbild*', 'narbild', 'ultrarapid', 'filmisk*',
  ]],
  ['scene', 1, [
    'sonnenaufgang', 'herbst', 'herbstwald', 'herbstlich*', 'gegenlicht', 'blatter', 'laub', 'goldene stunde', 'strassenszene',
    'abendlicht', 'morgenlicht', 'fahrt vorbei', 'fallen langsam', 'makro', 'bluten', 'garten', 'hafen', 'schiff', 'boot', 'zug',
    'vogel', 'kind', 'kinder', 'frau geht', 'mann geht', 'sonnenuntergang', 'morgengrauen', 'abenddammerung', 'nebel', 'regen',
    'schnee', 'verschneit*', 'gewitter', 'sturm', 'wald', 'meer', 'ozean', 'strand', 'berg', 'berge', 'bergdorf', 'bergsee',
    'fluss', 'wuste', 'strasse', 'nacht', 'wellen', 'himmel', 'wolken', 'stadt', 'pferd', 'hund', 'katze', 'fuchs', 'adler',
    'wolf', 'galoppiert', 'fliegt', 'lauft', 'rennt', 'schwimmt', 'tanzt', 'brennt', 'leuchtet', 'dampft', 'zonsopgang',
    'zonsondergang', 'mist', 'sneeuw', 'zee', 'bergen', 'rivier', 'golven', 'lucht', 'paard', 'hond', 'vliegt', 'soluppgang',
    'solnedgang', 'dimma', 'regn', 'skog', 'hav', 'fjall', 'vagor', 'natt',
  ]],
  ['object', 1, [
    'flasche', 'parfum', 'parfumflakon', 'flakon', 'armbanduhr', 'turnschuh', 'marmor', 'dreht sich', 'rotiert', 'horloge',
    'flaska', 'klocka',
  ]],
  ['product-shot', 3, [
    'produktaufnahme', 'produktfoto', 'produktshot', 'animiere dieses foto', 'bild animieren', 'foto animieren', 'produktbild',
    'productfoto', 'animeer deze foto',
  ]],
  ['announcement-card', 3, [
    'ankundigung', 'einladung*', 'karte', 'textkarte', 'zitat', 'spruch', 'wir stellen ein', 'stellenanzeige', 'wir suchen',
    'gesucht', 'bewerbung', 'rabatt', 'sonderangebot', 'schlussverkauf', 'offnungszeiten', 'geschlossen', 'typografie', 'plakat',
    'gluckwunsch*', 'frohe weihnachten', 'frohes neues', 'aankondiging', 'uitnodiging', 'kaart', 'vacature', 'korting',
    'gesloten', 'openingstijden', 'inbjudan', 'kort med', 'vi anstaller', 'stangt', 'oppettider',
  ]],
  ['text_only', 2, ['nur text', 'reiner text', 'nur schrift', 'alleen tekst', 'enbart text', 'bara text']],
  ['changelog', 3, [
    'neuigkeiten in', 'was ist neu', 'was gibt s neues', 'versionshinweise', 'anderungsprotokoll', 'fehlerbehebung*',
    'neue version', 'dunkelmodus', 'nieuw in versie', 'wat is er nieuw', 'nyheter i version', 'buggfixar',
  ]],
  ['tutorial', 3, [
    'anleitung', 'schritt fur schritt', 'in drei schritten', 'tutorial', 'so geht s', 'tipps', 'lernvideo', 'rezept',
    'handleiding', 'stap voor stap', 'steg for steg', 'guide', 'instruktion',
  ]],
  ['data-story', 3, [
    'diagramm', 'balkendiagramm', 'kreisdiagramm', 'liniendiagramm', 'grafik', 'infografik', 'statistik*', 'umfrageergebnis*',
    'umsatz', 'kennzahlen', 'grafiek', 'staafdiagram', 'statistieken', 'omzet', 'diagram', 'statistik', 'omsattning',
  ]],
  ['slideshow', 3, [
    'diashow', 'fotoalbum', 'unsere fotos', 'diese fotos', 'meine fotos', 'unseren fotos', 'urlaubsfotos', 'hochzeitsfotos',
    'diavoorstelling', 'onze foto s', 'deze foto s', 'bildspel', 'vara bilder',
  ]],
  ['logo-sting', 3, ['logoanimation', 'logo animation', 'logo enthullung', 'animiertes logo', 'logo animatie', 'logotyp']],
  ['product-demo', 3, ['produktdemo*', 'bildschirmaufnahme*', 'produktvorfuhrung', 'vorfuhrung der app', 'schermopname', 'skarminspelning']],
  ['background-loop', 3, ['hintergrundschleife', 'endlosschleife', 'hintergrundvideo', 'nahtlose schleife', 'achtergrondvideo', 'bakgrundsloop']],
  ['sound', 2, ['mit ton', 'mit originalton', 'man hort', 'mit umgebungsgerausch*', 'met geluid', 'je hoort', 'med ljud']],
  ['public_figure', 2, [
    'beruhmte* schauspieler*', 'weltberuhmt*', 'popstar', 'filmstar', 'prominente*', 'bundeskanzler*', 'promi',
    'bekannte schauspieler*', 'beroemde acteur', 'beroemdheid', 'bundesprasident*',
  ]],
  ['offline', 2, [
    'vertraulich*', 'darf nicht verlassen', 'darf den rechner nicht', 'nicht hochladen', 'nur lokal', 'vertrouwelijk*',
    'konfidentiell*',
  ]],
]

/** Russian and Polish. */
const slavic: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'ведущ*', 'диктор*', 'на камеру', 'в камеру', 'перед камерои', 'спикер', 'говорящая голова', 'говорящии аватар',
    'цифровои человек', 'телеведущ*', 'prezenter*', 'prowadzac*', 'do kamery', 'przed kamera', 'lektor na ekranie',
  ]],
  ['talking-head', 1.3, ['рассказывает', 'объясняет', 'говорит', 'приветствует', 'представляет', 'opowiada', 'wyjasnia', 'mowi', 'wita']],
  ['ugc-ad', 3, ['отзыв*', 'селфи', 'блогер*', 'opinia klient*', 'recenzja']],
  ['camera', 2.6, [
    'аэросъемк*', 'съемка с дрона', 'дрон*', 'макросъемк*', 'с высоты птичьего', 'с воздуха', 'замедленн*', 'крупныи план',
    'крупным планом', 'общии план', 'таимлапс', 'кинематографичн*', 'ujecie z drona', 'z dronu', 'dronem', 'z lotu ptaka',
    'zwolnione tempo', 'zblizenie', 'filmow*',
  ]],
  ['scene', 1, [
    'закат*', 'утренн*', 'вечерн*', 'свет', 'пар', 'дым', 'листья', 'осен*', 'птиц*', 'кошка', 'девушка', 'девочка', 'старик',
    'чашк*', 'рассвет*', 'туман*', 'дожд*', 'снег*', 'снежн*', 'лес', 'леса', 'лесу', 'море', 'океан*', 'пляж*', 'гор', 'горы',
    'горам*', 'река', 'рекои', 'рекам*', 'озер*', 'пустын*', 'улиц*', 'ночь*', 'ночн*', 'волн*', 'неб*', 'облак*', 'город*',
    'лошад*', 'собак*', 'лиса', 'бежит', 'летит', 'зимн*', 'wschod*', 'zachod*', 'mgl*', 'deszcz*', 'snieg*', 'morze', 'plaz*',
    'gory', 'rzek*',
  ]],
  ['object', 1, ['флакон*', 'бутылк*', 'часы', 'кроссовк*', 'мрамор*', 'вращается', 'butelk*', 'zegarek', 'marmur*']],
  ['announcement-card', 3, [
    'открытк*', 'приглашени*', 'объявлени*', 'анонс*', 'карточк*', 'скидк*', 'распродаж*', 'вакансии', 'мы ищем', 'цитат*',
    'поздравлени*', 'с новым годом', 'закрыт*', 'график работы', 'ogloszenie', 'zaproszenie', 'kartka', 'rabat*', 'wyprzedaz',
    'zatrudniamy', 'cytat', 'zamkniete',
  ]],
  ['text_only', 2, ['только текст', 'лишь текст', 'tylko tekst']],
  ['changelog', 3, [
    'что нового', 'список изменении', 'заметки о выпуске', 'новая версия', 'исправлени*', 'обновлени*', 'co nowego',
    'lista zmian', 'nowa wersja', 'poprawki',
  ]],
  ['tutorial', 3, ['инструкци*', 'пошагов*', 'урок', 'как установить', 'советы', 'рецепт', 'poradnik', 'krok po kroku', 'instrukcja', 'przepis']],
  ['data-story', 3, [
    'график*', 'диаграмм*', 'инфографик*', 'статистик*', 'выручк*', 'опрос*', 'wykres*', 'infografika', 'statystyk*',
    'przychod*',
  ]],
  ['slideshow', 3, ['слаид шоу', 'слаидшоу', 'фотографии', 'наши фото', 'этих фото', 'pokaz slajdow', 'nasze zdjecia', 'zdjec']],
  ['logo-sting', 3, ['анимация логотипа', 'анимированныи логотип', 'заставк*', 'animacja logo', 'czolowka']],
  ['logo-sting', 1, ['логотип*']],
  ['product-demo', 3, ['демонстрация продукта', 'запись экрана', 'демо приложени*', 'nagranie ekranu', 'demo produktu']],
  ['background-loop', 3, ['фоновое видео', 'бесшовн*', 'зациклен*', 'petla', 'zapetlon*']],
  ['sound', 2, ['со звуком', 'слышно', 'слышен', 'z dzwiekiem', 'slychac']],
  ['public_figure', 2, ['знаменит*', 'звезда кино', 'поп звезда', 'президент россии', 'президент сша', 'celebryt*', 'slawny aktor', 'slynny aktor']],
  ['offline', 2, ['конфиденциальн*', 'не должно покидать', 'poufne']],
]

/** Japanese, Chinese, Korean: matched anywhere, no word boundaries. */
const eastAsian: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'プレゼンター', 'アナウンサー', '司会者', '司会が', '講師が', 'カメラに向かって', 'カメラ目線', 'カメラの前で', 'キャスター', '話者', 'アバターが話', 'アバターが説明', 'しゃべるアバター',
    'デジタルヒューマン', 'バーチャルヒューマン', 'スポークスパーソン', 'ナビゲーター', '主持人', '主播', '播音员', '发言人', '出镜', '对着镜头', '對著鏡頭', '面对镜头', '面向镜头', '面對鏡頭',
    '数字人', '數字人', '虚拟人', '虛擬人', '口播', '讲解员', '真人讲解', '진행자', '아나운서', '발표자', '사회자', '앵커', '강사가', '카메라를 보', '카메라를 향', '카메라 앞',
    '디지털 휴먼', '가상 인간', '아바타가',
  ]],
  ['talking-head', 1.3, ['説明する', '語りかけ', '話す', '紹介する', '読み上げ', '挨拶', '介绍', '介紹', '讲解', '講解', '说话', '朗读', '问候', '설명하', '이야기하', '말하', '소개하', '인사하']],
  ['ugc-ad', 3, [
    'お客様の声', '口コミ', '自撮り', '体験談', 'レビュー動画', 'インフルエンサー', '用户评价', '客户见证', '自拍', '素人', '种草', '博主', '网红', '고객 후기', '셀카', '후기 영상',
    '인플루언서', '체험담',
  ]],
  ['camera', 2.6, [
    'ドローン', '空撮', 'スローモーション', 'スロー映像', 'タイムラプス', 'クローズアップ', '接写', 'マクロ', '俯瞰', 'シネマティック', '映画のような', '映画風', 'ワイドショット', '追跡ショット',
    '航拍', '无人机', '無人機', '空拍', '慢镜头', '慢動作', '慢动作', '延时', '特写', '特寫', '微距', '俯拍', '电影感', '電影感', '电影级', '跟拍', '长镜头', '广角', '드론',
    '항공 촬영', '슬로우', '슬로 모션', '타임랩스', '클로즈업', '시네마틱', '매크로', '부감', '영화 같은',
  ]],
  ['scene', 1, [
    '夕日', '光芒', '阳光', '薄雾', '竹林', '小径', '落日', '星空', '夜景', '古镇', '木漏れ日', '列車', '電車', '紅葉', '햇살', '단풍', '기차', '별이', '夕焼け', '日の出',
    '朝日', '朝焼け', '夜明け', '朝霧', '霧', '雨', '雪', '嵐', '森', '海', '浜辺', '山', '川', '湖', '砂漠', '街角', '夜の', '波', '空を', '雲', '馬', '犬', '猫',
    '狐', '鳥', '歩く', '走る', '泳ぐ', '飛ぶ', '舞う', '踊る', '桜', '渋谷', '骏马', '马匹', '马在', '日出', '日落', '黄昏', '黎明', '清晨', '晨雾', '雾', '暴雨',
    '森林', '大海', '海浪', '海滩', '雪山', '云海', '河流', '湖面', '沙漠', '街道', '夜晚', '天空', '狗', '狐狸', '奔跑', '飞翔', '行走', '游泳', '舞蹈', '落叶', '樱花',
    '霓虹', '해질녘', '해 뜰', '일출', '일몰', '노을', '새벽', '안개', '비 오는', '눈 내리', '숲', '바다', '해변', '산 위', '산을', '강을', '호수', '사막', '거리', '밤',
    '파도', '하늘', '구름', '강아지', '고양이', '달리는', '하늘을 나는', '위를 나는', '걷는', '춤추',
  ]],
  ['object', 1, ['香水', 'ボトル', '腕時計', 'スニーカー', '大理石', '回転', '瓶', '手表', '球鞋', '旋转', '향수', '병이', '시계', '운동화', '대리석', '회전']],
  ['product-shot', 3, ['商品写真', '製品ショット', '商品カット', 'この写真を動かし', '写真を動かし', '产品特写', '产品镜头', '产品照片', '商品图', '让这张照片动', '让图片动', '제품 사진', '제품 샷', '사진을 움직']],
  ['announcement-card', 3, [
    'お知らせ', '告知', 'カード', '招待状', 'セール', '割引', '求人', '募集', '採用', '名言', 'タイポグラフィ', '休業', '営業時間', '記念日', '公告', '通知', '卡片', '贺卡',
    '邀请函', '邀請函', '促销', '打折', '优惠', '招聘', '金句', '海报', '营业时间', '放假', '新年快乐', '안내 카드', '카드', '공지', '초대장', '할인', '세일', '채용', '모집',
    '명언', '타이포그래피', '휴무', '영업시간', '새해 복',
  ]],
  ['text_only', 2, ['文字だけ', '文字のみ', 'テキストのみ', 'テキストだけ', '只有文字', '仅文字', '纯文字', '只要文字', '텍스트만', '글자만']],
  ['changelog', 3, [
    'リリースノート', '更新履歴', '変更点', '新機能', 'アップデート内容', 'バグ修正', 'バージョン', '更新日志', '版本更新', '更新内容', '新功能', '修复', '릴리스 노트', '업데이트 내역',
    '변경 사항', '새 기능', '버그 수정',
  ]],
  ['tutorial', 3, ['チュートリアル', '手順', '使い方', 'やり方', '入門', 'ステップ', 'レシピ', '教程', '步骤', '入门', '食谱', '튜토리얼', '단계별', '사용법', '하는 방법', '따라하기', '레시피']],
  ['data-story', 3, [
    'グラフ', 'チャート', '棒グラフ', '円グラフ', '統計', '売上推移', 'アンケート結果', 'データ', '図表', '柱状图', '折线图', '饼图', '图表', '圖表', '统计', '數據', '数据', '销售额',
    '问卷结果', '차트', '그래프', '통계', '매출', '설문 결과', '데이터',
  ]],
  ['slideshow', 3, ['スライドショー', '写真を並べ', '写真集', 'アルバム', '枚の写真', '幻灯片', '相册', '照片合集', '张照片', '슬라이드쇼', '사진 앨범', '사진들', '장의 사진']],
  ['logo-sting', 3, ['ロゴアニメ', 'ロゴの登場', 'ロゴが', 'オープニング', 'ジングル', '标志动画', 'logo动画', 'logo 动画', '片头', '로고 애니메이션', '로고가', '인트로']],
  ['product-demo', 3, ['製品デモ', '商品デモ', 'デモ動画', '画面録画', '操作画面', '产品演示', '录屏', '屏幕录制', '功能演示', '제품 데모', '화면 녹화', '데모 영상']],
  ['background-loop', 3, ['ループ背景', '背景ループ', '背景動画', 'ループ映像', 'シームレス', '循环背景', '背景循环', '背景视频', '无缝循环', '배경 루프', '배경 영상', '반복 배경']],
  ['social-teaser', 3, ['ティザー', '予告', '预告', '預告', '티저', '예고편']],
  ['sound', 2, ['音声付き', '音付き', '環境音', '音が聞こえ', '带声音', '有声音', '同期声', '听到', '소리와 함께', '소리가 들', '음향 포함']],
  ['public_figure', 2, ['有名俳優', '芸能人', '有名人', '大統領', '首相が', '明星', '总统', '知名演员', '연예인', '유명 배우', '대통령']],
  ['offline', 2, ['機密', '社外秘', '外部に出さ', 'オフラインで', '保密', '机密', '不得外传', '离线', '기밀', '외부 유출 금지', '오프라인으로']],
]

/** Hindi, Arabic, Turkish, Indonesian, Vietnamese. */
const others: readonly LexiconRow[] = [
  ['talking-head', 3, [
    'प्रस्तुतकर्ता', 'प्रस्तोता', 'एंकर', 'प्रवक्ता', 'कैमरे के सामने', 'कैमरे से', 'कैमरे की ओर', 'कैमरे में देख', 'होस्ट',
    'बोलता अवतार', 'مذيع', 'مقدم', 'متحدث', 'أمام الكاميرا', 'إلى الكاميرا', 'للكاميرا', 'نحو الكاميرا', 'إنسان رقمي', 'مذيعة',
    'sunucu', 'spiker', 'sozcu', 'kameraya', 'kamera karsisinda', 'kamera onunde', 'konusan avatar', 'dijital insan',
    'pembawa acara', 'presenter', 'ke arah kamera', 'ke kamera', 'di depan kamera', 'nguoi dan chuong trinh', 'truoc ong kinh',
    'truoc may quay', 'phat thanh vien', 'mc noi',
  ]],
  ['talking-head', 1.3, [
    'समझाता', 'समझाती', 'बताता', 'बताती', 'बोलता', 'बोलती', 'स्वागत करता', 'स्वागत करती', 'تشرح', 'يشرح', 'تتحدث', 'يتحدث',
    'يرحب', 'ترحب', 'anlatiyor', 'acikliyor', 'konusuyor', 'karsiliyor', 'menjelaskan', 'berbicara', 'menyapa', 'giai thich',
    'gioi thieu',
  ]],
  ['ugc-ad', 3, [
    'ग्राहक की राय', 'समीक्षा', 'सेल्फी', 'شهادة عميل', 'رأي عميل', 'سيلفي', 'مؤثر', 'musteri yorumu', 'selfie', 'ozcekim',
    'testimoni', 'ulasan pelanggan', 'danh gia cua khach',
  ]],
  ['camera', 2.6, [
    'ड्रोन', 'हवाई दृश्य', 'धीमी गति', 'स्लो मोशन', 'क्लोज अप', 'क्लोज़ अप', 'सिनेमाई', 'सिनेमैटिक', 'टाइमलैप्स', 'درون',
    'طائرة مسيرة', 'طائرة بدون طيار', 'لقطة جوية', 'تصوير جوي', 'بالحركة البطيئة', 'حركة بطيئة', 'لقطة قريبة', 'سينمائي',
    'drone cekimi*', 'drone goruntu*', 'drone ile', 'havadan', 'agir cekim', 'yakin plan', 'sinematik', 'kus bakisi',
    'zaman atlamali', 'gerak lambat', 'dari udara', 'quay cham', 'tu tren cao', 'can canh', 'flycam', 'dien anh',
  ]],
  ['scene', 1, [
    'सूर्योदय', 'सूर्यास्त', 'भोर', 'कोहरा', 'कोहरे', 'बारिश', 'बर्फ', 'जंगल', 'समुद्र', 'हिमालय', 'पहाड़*', 'नदी', 'झील',
    'रेगिस्तान', 'रात', 'लहरें', 'बादल', 'घोड़ा', 'कुत्ता', 'दौड़*', 'شروق', 'غروب', 'ضباب', 'مطر', 'ثلج', 'غابة', 'بحر', 'شاطئ',
    'جبل', 'جبال', 'نهر', 'صحراء', 'ليل', 'أمواج', 'سماء', 'غيوم', 'حصان', 'gun batimi*', 'gun dogumu*', 'safak*', 'sisli',
    'yagmur*', 'karli', 'orman*', 'deniz*', 'sahil*', 'daglar*', 'nehir*', 'sokak*', 'gece*', 'dalga*', 'bulut*', 'kopek',
    'kosan', 'ucan', 'yuruyen', 'matahari terbit', 'matahari terbenam', 'kabut', 'hujan', 'salju', 'hutan', 'laut', 'pantai',
    'gunung', 'sungai', 'malam', 'ombak', 'binh minh', 'hoang hon', 'suong mu', 'tuyet',
  ]],
  ['announcement-card', 3, [
    'कार्ड', 'निमंत्रण', 'घोषणा', 'छूट', 'सेल', 'भर्ती', 'उद्धरण', 'शुभकामना*', 'بطاقة', 'دعوة', 'إعلان', 'خصم', 'تخفيضات',
    'وظائف', 'اقتباس', 'تهنئة', 'davetiye', 'karti', 'tebrik kart*', 'duyuru', 'indirim*', 'ise aliyoruz', 'alinti', 'kutlama',
    'kapaliyiz', 'kartu', 'undangan', 'pengumuman', 'diskon', 'lowongan', 'thiep', 'thong bao', 'loi moi', 'giam gia',
    'tuyen dung',
  ]],
  ['text_only', 2, [
    'केवल पाठ', 'सिर्फ टेक्स्ट', 'केवल टेक्स्ट', 'نص فقط', 'yalnizca metin', 'sadece metin', 'sadece yazi', 'hanya teks',
    'chi co chu',
  ]],
  ['changelog', 3, [
    'नया क्या है', 'रिलीज़ नोट्स', 'नया संस्करण', 'ما الجديد', 'ملاحظات الإصدار', 'الإصدار الجديد', 'yenilikler',
    'surum notlari', 'yeni surum', 'catatan rilis', 'versi baru', 'co gi moi',
  ]],
  ['tutorial', 3, [
    'ट्यूटोरियल', 'चरण दर चरण', 'कैसे करें', 'सुझाव', 'रेसिपी', 'شرح خطوة', 'خطوة بخطوة', 'كيفية', 'دليل', 'وصفة', 'adim adim',
    'nasil yapilir', 'rehber', 'ipuclari', 'langkah demi langkah', 'panduan', 'huong dan', 'tung buoc',
  ]],
  ['data-story', 3, [
    'चार्ट', 'ग्राफ', 'आंकड़े', 'बिक्री का ग्राफ', 'رسم بياني', 'مخطط', 'إحصائيات', 'إحصاءات', 'إيرادات', 'grafik*',
    'istatistik*', 'cizelge', 'cubuk grafi*', 'grafik batang', 'statistik', 'bieu do', 'thong ke', 'doanh thu',
  ]],
  ['slideshow', 3, [
    'स्लाइड शो', 'स्लाइडशो', 'तस्वीरों', 'फोटो एल्बम', 'عرض شرائح', 'ألبوم صور', 'صورنا', 'slayt gosterisi', 'fotograflarimiz*',
    'fotograf albumu', 'tayangan slide', 'foto kami', 'trinh chieu anh', 'anh cua chung toi',
  ]],
  ['logo-sting', 3, ['लोगो एनिमेशन', 'تحريك الشعار', 'شعار متحرك', 'logo animasyon*', 'animasi logo', 'hoat hinh logo']],
  ['product-demo', 3, [
    'उत्पाद डेमो', 'स्क्रीन रिकॉर्डिंग', 'عرض المنتج', 'تسجيل الشاشة', 'urun tanitimi', 'ekran kaydi', 'demo produk',
    'rekaman layar', 'quay man hinh',
  ]],
  ['background-loop', 3, ['पृष्ठभूमि लूप', 'خلفية متكررة', 'arka plan dongusu', 'dongusel arka plan', 'latar belakang berulang']],
  ['sound', 2, ['ध्वनि के साथ', 'आवाज़ के साथ', 'مع الصوت', 'نسمع', 'sesli', 'sesi duyul*', 'dengan suara', 'co am thanh']],
  ['public_figure', 2, [
    'प्रसिद्ध अभिनेता', 'मशहूर अभिनेता', 'राष्ट्रपति', 'مشهور', 'نجم سينمائي', 'رئيس الجمهورية', 'unlu oyuncu', 'unlu sarki*',
    'cumhurbaskani', 'artis terkenal', 'nguoi noi tieng',
  ]],
  ['offline', 2, ['गोपनीय', 'سري للغاية', 'سرية', 'gizli veri*', 'gizlidir', 'rahasia', 'bao mat tuyet doi']],
]

export const otherLanguages: readonly LexiconRow[] = [
  ...romance,
  ...germanic,
  ...slavic,
  ...eastAsian,
  ...others,
]
