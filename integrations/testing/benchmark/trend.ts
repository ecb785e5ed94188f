import { appendFile } from 'node:fs/promises';
import { textOf } from '../environment.js';
import { InvalidBenchmark } from '../errors.js';
import type { BenchmarkReport } from './options.js';

/** One line of a trend file. */
export interface TrendLine {
  readonly name: string;
  readonly at: string;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
  readonly node: string;
}

/** The lines of one benchmark, the oldest first; none where the file is not there. */
export async function readTrend(file: string | URL, name: string): Promise<readonly TrendLine[]> {
  const lines = ((await textOf(file)) ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => parsed(line, `${String(file)}:${index + 1}`)).filter((line) => line.name === name);
}

export async function addToTrend(file: string | URL, { name, ratio, rounds }: BenchmarkReport): Promise<void> {
  const line: TrendLine = {
    name,
    at: new Date().toISOString(),
    ratio: rounded(ratio.median),
    low: rounded(ratio.low),
    high: rounded(ratio.high),
    rounds,
    node: process.versions.node,
  };
  const text = (await textOf(file)) ?? '';
  await appendFile(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`);
}

const rounded = (value: number): number => Number(value.toPrecision(4));

function parsed(line: string, place: string): TrendLine {
  try {
    const found: unknown = JSON.parse(line);
    if (isLine(found)) return found;
  } catch {
    // Told below.
  }
  throw InvalidBenchmark.create({ what: `${place} is no line of a benchmark.` });
}

const isLine = (value: unknown): value is TrendLine =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'ratio' in value &&
  typeof value.ratio === 'number' &&
  value.ratio > 0;
