import { LAYERS, layerOf } from '../layers.js';

/** What one spec file took. */
interface FileTime {
  ms: number;
  specs: number;
}

/** Files that are listed as the slowest. */
const SLOWEST = 10;

/** Sums up what spec files take, by the layers of the pyramid. */
export class LayerTimes {
  readonly #files = new Map<string, FileTime>();

  /** Notes a part of a file: a suite of it, with all its hooks. */
  add(path: string, ms: number, specs: number): void {
    const time = this.#files.get(path) ?? { ms: 0, specs: 0 };
    this.#files.set(path, { ms: time.ms + ms, specs: time.specs + specs });
  }

  /** A line for each layer that ran, and for each of the slowest files. */
  report(loadingMs: number): readonly string[] {
    const files = [...this.#files].map(([path, time]) => ({ path, ...time }));
    if (files.length < 2) return [];
    const rows = LAYERS.map((layer) => {
      const own = files.filter(({ path }) => layerOf(path) === layer);
      return { layer, files: own.length, specs: sum(own, 'specs'), ms: sum(own, 'ms') };
    }).filter((row) => row.files > 0);
    const slowest = files.toSorted((one, other) => other.ms - one.ms).slice(0, SLOWEST);
    return [
      line('layer', 'files', 'specs', 'time'),
      ...rows.map((row) => line(row.layer, String(row.files), String(row.specs), seconds(row.ms))),
      line('loading', '', '', seconds(loadingMs)),
      '',
      'slowest files',
      ...slowest.map(({ path, ms, specs }) => `${seconds(ms).padStart(9)}  ${path} (${specs})`),
    ];
  }
}

const line = (layer: string, files: string, specs: string, time: string): string =>
  `${layer.padEnd(12)}${files.padStart(6)}${specs.padStart(7)}${time.padStart(10)}`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const sum = (files: readonly FileTime[], part: keyof FileTime): number => files.reduce((total, file) => total + file[part], 0);
