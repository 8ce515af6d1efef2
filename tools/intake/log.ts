/**
 * Structured logs: one JSON object a line. They hold no address of a client, no reference, no key, no part of a body:
 * what is not logged needs no retention period.
 */
export type LogLevel = 'info' | 'warn' | 'error';

export interface LogEntry {
  level: LogLevel;
  event: string;
  [detail: string]: string | number | boolean | null;
}

export type Log = (entry: LogEntry) => void;

export function jsonLines(write: (line: string) => void): Log {
  return (entry) => write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
}

export const silent: Log = () => undefined;
