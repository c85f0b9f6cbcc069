;; RGBA → planar YUV 4:2:0, BT.709, limited range, eight pixels of two rows at a time. Compiled into rgba-to-yuv.ts by
;; wat2wasm (wabt): see there. Sides are even, the width at least eight; the last step of a row goes over some pixels again.
;;
;; Weights are fractions of 32768, pixels have seven bits behind the point (five and two from the sum of four, for colour):
;; the product stays in 16 bits, and the result is within one of the exact value.
(module
  (import "room" "memory" (memory 1))
  (func (export "convert")
    (param $pixels i32) (param $width i32) (param $height i32) (param $luma i32) (param $u i32) (param $v i32)
    (local $x i32) (local $row i32) (local $from i32) (local $below i32) (local $toLuma i32) (local $toBelow i32)
    (local $toU i32) (local $toV i32) (local $half i32)
    (local $a v128) (local $b v128) (local $byte v128)
    (local $red v128) (local $green v128) (local $blue v128)
    (local $redAbove v128) (local $greenAbove v128) (local $blueAbove v128)
    (local.set $byte (v128.const i32x4 255 255 255 255))
    (local.set $half (i32.shr_u (local.get $width) (i32.const 1)))
    (loop $rows
      (local.set $x (i32.const 0))
      (loop $columns
        (local.set $from (i32.add (local.get $pixels) (i32.shl (local.get $x) (i32.const 2))))
        (local.set $below (i32.add (local.get $from) (i32.shl (local.get $width) (i32.const 2))))
        (local.set $toLuma (i32.add (local.get $luma) (local.get $x)))
        (local.set $toBelow (i32.add (local.get $toLuma) (local.get $width)))
        (local.set $toU (i32.add (local.get $u) (i32.shr_u (local.get $x) (i32.const 1))))
        (local.set $toV (i32.add (local.get $v) (i32.shr_u (local.get $x) (i32.const 1))))

        ;; eight pixels of the upper row, each colour in lanes of 16 bits
        (local.set $a (v128.load (local.get $from)))
        (local.set $b (v128.load offset=16 (local.get $from)))
        (local.set $red (i16x8.narrow_i32x4_u
          (v128.and (local.get $a) (local.get $byte))
          (v128.and (local.get $b) (local.get $byte))))
        (local.set $green (i16x8.narrow_i32x4_u
          (v128.and (i32x4.shr_u (local.get $a) (i32.const 8)) (local.get $byte))
          (v128.and (i32x4.shr_u (local.get $b) (i32.const 8)) (local.get $byte))))
        (local.set $blue (i16x8.narrow_i32x4_u
          (v128.and (i32x4.shr_u (local.get $a) (i32.const 16)) (local.get $byte))
          (v128.and (i32x4.shr_u (local.get $b) (i32.const 16)) (local.get $byte))))
        (local.set $a (i16x8.shr_u (i16x8.add
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $red) (i32.const 7)) (v128.const i16x8 5983 5983 5983 5983 5983 5983 5983 5983))
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $green) (i32.const 7)) (v128.const i16x8 20127 20127 20127 20127 20127 20127 20127 20127)))
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $blue) (i32.const 7)) (v128.const i16x8 2032 2032 2032 2032 2032 2032 2032 2032))
              (v128.const i16x8 2112 2112 2112 2112 2112 2112 2112 2112)))
            (i32.const 7)))
        (v128.store64_lane 0 (local.get $toLuma) (i8x16.narrow_i16x8_u (local.get $a) (local.get $a)))
        (local.set $redAbove (local.get $red))
        (local.set $greenAbove (local.get $green))
        (local.set $blueAbove (local.get $blue))

        ;; eight pixels of the lower row, each colour in lanes of 16 bits
        (local.set $a (v128.load (local.get $below)))
        (local.set $b (v128.load offset=16 (local.get $below)))
        (local.set $red (i16x8.narrow_i32x4_u
          (v128.and (local.get $a) (local.get $byte))
          (v128.and (local.get $b) (local.get $byte))))
        (local.set $green (i16x8.narrow_i32x4_u
          (v128.and (i32x4.shr_u (local.get $a) (i32.const 8)) (local.get $byte))
          (v128.and (i32x4.shr_u (local.get $b) (i32.const 8)) (local.get $byte))))
        (local.set $blue (i16x8.narrow_i32x4_u
          (v128.and (i32x4.shr_u (local.get $a) (i32.const 16)) (local.get $byte))
          (v128.and (i32x4.shr_u (local.get $b) (i32.const 16)) (local.get $byte))))
        (local.set $a (i16x8.shr_u (i16x8.add
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $red) (i32.const 7)) (v128.const i16x8 5983 5983 5983 5983 5983 5983 5983 5983))
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $green) (i32.const 7)) (v128.const i16x8 20127 20127 20127 20127 20127 20127 20127 20127)))
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $blue) (i32.const 7)) (v128.const i16x8 2032 2032 2032 2032 2032 2032 2032 2032))
              (v128.const i16x8 2112 2112 2112 2112 2112 2112 2112 2112)))
            (i32.const 7)))
        (v128.store64_lane 0 (local.get $toBelow) (i8x16.narrow_i16x8_u (local.get $a) (local.get $a)))

        ;; colour: the sum of each two by two
        (local.set $red (i32x4.extadd_pairwise_i16x8_s (i16x8.add (local.get $red) (local.get $redAbove))))
        (local.set $red (i16x8.narrow_i32x4_s (local.get $red) (local.get $red)))
        (local.set $green (i32x4.extadd_pairwise_i16x8_s (i16x8.add (local.get $green) (local.get $greenAbove))))
        (local.set $green (i16x8.narrow_i32x4_s (local.get $green) (local.get $green)))
        (local.set $blue (i32x4.extadd_pairwise_i16x8_s (i16x8.add (local.get $blue) (local.get $blueAbove))))
        (local.set $blue (i16x8.narrow_i32x4_s (local.get $blue) (local.get $blue)))
        (local.set $a (i16x8.shr_u (i16x8.add
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $red) (i32.const 5)) (v128.const i16x8 -3298 -3298 -3298 -3298 -3298 -3298 -3298 -3298))
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $green) (i32.const 5)) (v128.const i16x8 -11094 -11094 -11094 -11094 -11094 -11094 -11094 -11094)))
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $blue) (i32.const 5)) (v128.const i16x8 14392 14392 14392 14392 14392 14392 14392 14392))
              (v128.const i16x8 16448 16448 16448 16448 16448 16448 16448 16448)))
            (i32.const 7)))
        (v128.store32_lane 0 (local.get $toU) (i8x16.narrow_i16x8_u (local.get $a) (local.get $a)))
        (local.set $a (i16x8.shr_u (i16x8.add
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $red) (i32.const 5)) (v128.const i16x8 14392 14392 14392 14392 14392 14392 14392 14392))
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $green) (i32.const 5)) (v128.const i16x8 -13073 -13073 -13073 -13073 -13073 -13073 -13073 -13073)))
            (i16x8.add
              (i16x8.q15mulr_sat_s (i16x8.shl (local.get $blue) (i32.const 5)) (v128.const i16x8 -1320 -1320 -1320 -1320 -1320 -1320 -1320 -1320))
              (v128.const i16x8 16448 16448 16448 16448 16448 16448 16448 16448)))
            (i32.const 7)))
        (v128.store32_lane 0 (local.get $toV) (i8x16.narrow_i16x8_u (local.get $a) (local.get $a)))

        (if (i32.lt_u (i32.add (local.get $x) (i32.const 8)) (local.get $width)) (then
          (local.set $x (i32.add (local.get $x) (i32.const 8)))
          (if (i32.gt_u (i32.add (local.get $x) (i32.const 8)) (local.get $width)) (then
            (local.set $x (i32.sub (local.get $width) (i32.const 8)))))
          (br $columns))))
      (local.set $pixels (i32.add (local.get $pixels) (i32.shl (local.get $width) (i32.const 3))))
      (local.set $luma (i32.add (local.get $luma) (i32.shl (local.get $width) (i32.const 1))))
      (local.set $u (i32.add (local.get $u) (local.get $half)))
      (local.set $v (i32.add (local.get $v) (local.get $half)))
      (local.set $row (i32.add (local.get $row) (i32.const 2)))
      (br_if $rows (i32.lt_u (local.get $row) (local.get $height))))))
