import { readFileSync } from 'node:fs';

const FOLDER = 'node_modules/@opentelemetry/semantic-conventions/dist';
const FILES = ['experimental_attributes', 'stable_attributes', 'experimental_metrics', 'stable_metrics'];

/** Attributes and metrics of the published conventions, and whether they are still to be used. */
export const CONVENTIONS: ReadonlyMap<string, 'current' | 'deprecated'> = new Map(
  FILES.flatMap((file) => {
    const text = readFileSync(`${FOLDER}/${file}.d.mts`, 'utf8');
    // The comment of a constant is the one right before it.
    const constants = text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*declare const \w+(?:: | = )"([^"]+)"/g);
    return [...constants].map(([, comment = '', name = '']) => [name, comment.includes('@deprecated') ? 'deprecated' : 'current'] as const);
  }),
);
