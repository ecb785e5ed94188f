import { countBroken, broken, type Objective, type ObjectiveWindow } from './objectives.js';
import type { Settings } from '../metric/settings.js';

/** A budget that is used up so many times too fast, over a long window, and still over a short one. */
interface Burn {
  readonly long: ObjectiveWindow;
  readonly short: ObjectiveWindow;
  readonly factor: number;
}

/** The windows of the Site Reliability Workbook: of the budget of 30 days, 2 % in an hour, 5 % in six hours, 10 % in one day and in three. */
const BURNS: Readonly<Record<'fast' | 'slow', readonly Burn[]>> = Object.freeze({
  fast: [
    { long: 3600, short: 300, factor: 14.4 },
    { long: 21_600, short: 1800, factor: 6 },
  ],
  slow: [
    { long: 86_400, short: 7200, factor: 3 },
    { long: 259_200, short: 21_600, factor: 1 },
  ],
});

/** Where little is asked, one failure is a large share: fewer than these wake nobody. */
const FEWEST = 10;

/** Whether the budget of an objective is used up too fast. */
export function burnsTooFast(objective: Objective, pace: 'fast' | 'slow', settings: Settings): string {
  const budget = 1 - (objective === 'availability' ? settings.availability : settings.punctuality);
  const alternatives = BURNS[pace].map(({ long, short, factor }) => {
    const limit = Number((factor * budget).toPrecision(6));
    const [over, still] = [broken(objective, long), broken(objective, short)];
    return `(${over} > ${limit} and ${still} > ${limit} and ${countBroken(objective, long, settings)} >= ${FEWEST})`;
  });
  return alternatives.join('\nor\n');
}
