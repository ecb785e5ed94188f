import type { Exemplars } from './exemplars.js';

/** Media type of what {@link openMetrics} gives. */
export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** What is told of one metric. */
interface Family {
  readonly name: string;
  readonly help: string | undefined;
  readonly type: string;
  readonly lines: string[];
}

/** Types of the text format whose names differ in OpenMetrics. */
const TYPES: Readonly<Record<string, string>> = { untyped: 'unknown' };

const SAMPLE = /^(\w+)(?:\{(.*)\})? (\S+)(?: (\S+))?$/;
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g;

/**
 * Makes OpenMetrics of the text format of Prometheus, with exemplars on buckets of histograms. Series have the same names and labels in both. Units stay
 * out: OpenMetrics wants them at the end of names.
 */
export function openMetrics(text: string, exemplars: Exemplars): string {
  const families = familiesOf(text);
  return `${families.map((family) => familyText(family, exemplars)).join('')}# EOF\n`;
}

function familiesOf(text: string): readonly Family[] {
  const families: Family[] = [];
  let help: string | undefined;
  for (const line of text.split('\n')) {
    const [, helped] = /^# HELP \w+ (.*)$/.exec(line) ?? [];
    const [, name, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (helped !== undefined) help = helped;
    else if (name !== undefined && type !== undefined) {
      families.push(familyOf(name, type, help));
      help = undefined;
    } else if (line !== '' && !line.startsWith('#')) families.at(-1)?.lines.push(line);
  }
  return families;
}

/** Families of counters and of what is known of a target are named without the suffix of their samples. */
function familyOf(name: string, type: string, help: string | undefined): Family {
  if (name === 'target_info') return { name: 'target', type: 'info', help, lines: [] };
  if (type !== 'counter') return { name, type: TYPES[type] ?? type, help, lines: [] };
  const short = name.replace(/_total$/, '');
  return { name: short, type: short === name ? 'unknown' : type, help, lines: [] };
}

function familyText({ name, type, help, lines }: Family, exemplars: Exemplars): string {
  const head = `# TYPE ${name} ${type}\n${help === undefined ? '' : `# HELP ${name} ${help.replaceAll('"', String.raw`\"`)}\n`}`;
  const buckets = new Buckets(name, exemplars);
  return `${head}${lines.map((line) => `${type === 'histogram' ? buckets.line(line) : plain(line)}\n`).join('')}`;
}

/** Times are seconds here, and milliseconds there. */
function plain(line: string): string {
  const [, name = '', labels, value = '', time] = SAMPLE.exec(line) ?? [];
  if (time === undefined) return line;
  return `${name}${labels === undefined ? '' : `{${labels}}`} ${value} ${Number(time) / 1000}`;
}

/** The buckets of a histogram, in the order of their ends. */
class Buckets {
  readonly #family: string;
  readonly #exemplars: Exemplars;
  #above = -Infinity;

  constructor(family: string, exemplars: Exemplars) {
    this.#family = family;
    this.#exemplars = exemplars;
  }

  line(line: string): string {
    const [, name, told = ''] = SAMPLE.exec(line) ?? [];
    if (name !== `${this.#family}_bucket`) return plain(line);
    const { le = '', ...labels } = Object.fromEntries(
      [...told.matchAll(LABEL)].map(([, label = '', value = '']) => [label, unescape(value)]),
    );
    const upTo = le === '+Inf' ? Infinity : Number(le);
    const found = this.#exemplars.find(this.#family, labels, this.#above, upTo);
    // The last bucket of a series is followed by the first one of the next.
    this.#above = upTo === Infinity ? -Infinity : upTo;
    if (!found) return plain(line);
    return `${plain(line)} # {trace_id="${found.traceId}",span_id="${found.spanId}"} ${found.value} ${found.time / 1000}`;
  }
}

const unescape = (text: string): string => text.replace(/\\(.)/g, (_both, escaped: string) => (escaped === 'n' ? '\n' : escaped));
