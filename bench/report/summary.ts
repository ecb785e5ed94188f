import type { Contender } from '../contenders/index.js';
import type { Cell } from '../measure/cell.js';
import { likely, median, ratio, ratios, type Spread } from '../measure/statistics.js';

/** Cells of a workload by contender, one for each round. */
export type Cells = ReadonlyMap<string, readonly Cell[]>;

const RIVALS = { vsPostgraphile: 'postgraphile', vsHandwritten: 'handwritten' } as const;

/** General Manager with more, to itself without. */
const WITH_MORE = { quiet: 'ours-quiet', sampled: 'ours-sampled', caching: 'ours-caching', full: 'ours-full' } as const;
/** General Manager by itself. */
export const ITSELF = 'ours';

const rates = (cells: readonly Cell[] | undefined): readonly number[] => (cells ?? []).map(({ rate }) => rate);

/** The floor that is faster, by the median of its rounds; undefined where none was measured. */
export function floorOf(cells: Cells, contenders: readonly Contender[]): string | undefined {
  const floors = contenders.filter(({ name, dialect }) => dialect === 'floor' && cells.has(name)).map(({ name }) => name);
  return floors.toSorted((a, b) => median(rates(cells.get(b))) - median(rates(cells.get(a))))[0];
}

/** How many times as many requests per second a contender answers as another, of the same rounds. */
export function ratioOf(cells: Cells, own: string, other: string): Spread {
  return ratio(rates(cells.get(own)), rates(cells.get(other)));
}

/** The ratios of General Manager to the others, for machines; undefined where it was not measured. */
export function summaryOf(cells: Cells, contenders: readonly Contender[]): Readonly<Record<string, number>> | undefined {
  if (!cells.has('ours')) return undefined;
  const floor = floorOf(cells, contenders);
  const summary: Record<string, number> = {};
  if (floor !== undefined) summary['vsFloor'] = rounded(ratioOf(cells, 'ours', floor).median);
  for (const [key, rival] of Object.entries(RIVALS)) {
    if (cells.has(rival)) summary[key] = rounded(ratioOf(cells, 'ours', rival).median);
  }
  for (const [key, observed] of Object.entries(WITH_MORE)) {
    if (!cells.has(observed)) continue;
    const { rate, cpu } = keptOf(cells, observed);
    Object.assign(summary, { [key]: rounded(rate.median), [`${key}Cpu`]: rounded(cpu.median) });
  }
  return summary;
}

/** What General Manager keeps with more of its requests per second, and how many times as much CPU its server takes for one. */
export function keptOf(cells: Cells, observed: string): { readonly rate: Spread; readonly cpu: Spread } {
  const [own, without] = [cells.get(observed), cells.get(ITSELF)];
  return { rate: likely(ratios(rates(own), rates(without))), cpu: likely(ratios(serverCpu(own), serverCpu(without))) };
}

const serverCpu = (cells: readonly Cell[] = []): readonly number[] => cells.map((cell) => cell.serverCpu ?? Number.NaN);

export const rounded = (value: number): number => Number(value.toPrecision(3));
