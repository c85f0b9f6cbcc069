#!/usr/bin/env node
import module from 'node:module'

// Node 22 and later keep compiled code between runs; the call is absent on Node 20.
module.enableCompileCache?.()
await import('../dist/main.js')
