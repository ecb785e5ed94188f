/** One series of a metric at one time. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series, by the name that they have in the text: histograms are there as `…_bucket`, `…_sum` and `…_count`. */
export type Exposition = ReadonlyMap<string, readonly Sample[]>;

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads metrics as Prometheus is told them (text format 0.0.4); comments and what it does not know are left out. */
export function readExposition(text: string): Exposition {
  const series = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, labels, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const known = series.get(name) ?? [];
    known.push({ labels: labelsOf(labels ?? ''), value: value === '+Inf' ? Infinity : Number(value) });
    series.set(name, known);
  }
  return series;
}

const labelsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, unescaped(value)]));

const unescaped = (value: string): string => value.replaceAll(/\\(.)/g, (_, each: string) => (each === 'n' ? '\n' : each));
