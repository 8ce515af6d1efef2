/** `vigie match` with what it used, in JSON, on standard error: processor seconds and peak megabytes. */
import process from 'node:process';
import { run } from '../../tools/commands/match.ts';

process.exitCode = await run(process.argv.slice(2));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stderr.write(`${JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 })}\n`);
