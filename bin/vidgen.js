#!/usr/bin/env node
// CommonJS (see package.json beside it): the loader of ES modules alone would cost a third of Node's own start.
'use strict'

// Node 22 and later keep compiled code between runs; the call is absent on Node 20.
require('node:module').enableCompileCache?.()
require('../dist/main.cjs')
