#!/usr/bin/env node
import './preflight.js';
import process from 'node:process';

const { main } = await import('./command-line.ts');
process.exitCode = await main(process.argv.slice(2));
