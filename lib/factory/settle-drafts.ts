import { isGeneralManagerError, type GeneralManagerError, type Violation } from '../error/define-error.js';
import { FactoryRuleUnmet } from '../error/factory-errors.js';
import { compareBounds, type Bound } from './constraints.js';
import type { Draft, Made } from './draft.js';
import type { FactoryEngine } from './engine.js';
import type { MakeRequest } from './maker.js';
import type { Recipe } from './recipe.js';

/** How often the values of an object are made anew before its factory gives up. */
const ATTEMPTS = 100;
/** How often a whole batch is: each time, all of what was not unique is made anew. */
const UNIQUE_ATTEMPTS = 8;

type Settling = Pick<MakeRequest, 'settings' | 'store'>;

/**
 * Draws the values of drafts and stores them; what rules, validators or the source refuse is drawn anew.
 *
 * @throws GM_FACTORY_RULE with the rule that could not be met
 */
export async function settleDrafts(
  engine: FactoryEngine,
  recipe: Recipe,
  drafts: readonly Draft[],
  { settings, store }: Settling,
): Promise<readonly Made[]> {
  for (const draft of drafts) engine.drawer.draw(draft, settings);
  const isChecked = !store.checks && (await engine.isChecked(recipe));
  if (isChecked || recipe.comparisons.length > 0) for (const draft of drafts) await settle(engine, draft, settings, isChecked);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.insert(recipe, drafts);
    } catch (error) {
      const refused = refusals(recipe, drafts, error);
      if (refused.length === 0) throw error;
      for (const { draft, fields, code } of refused) {
        // A source that numbers objects has gone on to the next number.
        if (code === 'NUMBERED' && attempt < ATTEMPTS) continue;
        const names = redrawn(draft, fields);
        const most = code === 'UNIQUE' ? UNIQUE_ATTEMPTS : ATTEMPTS;
        if (names.size === 0 || attempt >= most) {
          if (code === 'UNIQUE' || code === 'NUMBERED') throw error;
          throw FactoryRuleUnmet.create({ manager: recipe.manager.name, rule: code, attempts: attempt }, { cause: error });
        }
        engine.drawer.draw(draft, settings, names);
        await settle(engine, draft, settings, false);
      }
    }
  }
}

/** Draws values anew until everything that can be asked without the source is content. */
async function settle(engine: FactoryEngine, draft: Draft, settings: MakeRequest['settings'], isChecked: boolean): Promise<void> {
  const { recipe } = draft;
  for (let attempt = 0; ; attempt += 1) {
    const [violated] = [...comparisonsOf(draft), ...(isChecked ? await engine.violations(draft) : [])];
    if (!violated) return;
    const names = redrawn(draft, fieldsOf(recipe, violated.path[0]));
    if (attempt >= ATTEMPTS || names.size === 0)
      throw FactoryRuleUnmet.create({ manager: recipe.manager.name, rule: violated.code, attempts: attempt + 1 });
    engine.drawer.draw(draft, settings, names);
  }
}

/** The fields whose values are made anew: those that are named, or all; what was given stays as it is. */
function redrawn(draft: Draft, fields: readonly string[]): ReadonlySet<string> {
  const { recipe, given } = draft;
  const own = recipe.values.filter(({ name, plan }) => typeof given[name] === 'function' || (given[name] === undefined && plan));
  const named = own.filter(({ name }) => fields.includes(name));
  const chosen = fields.length === 0 ? own.filter(({ preset }) => !preset) : named;
  for (const { name } of chosen) draft.attempts.set(name, (draft.attempts.get(name) ?? 0) + 1);
  return new Set(chosen.map(({ name }) => name));
}

const fieldsOf = ({ values }: Recipe, name: Violation['path'][number] | undefined): readonly string[] =>
  values.filter((each) => each.publicName === name || each.name === name).map((each) => each.name);

function comparisonsOf({ recipe, values }: Draft): readonly Violation[] {
  return recipe.comparisons.flatMap(({ name, left, operator, right }) => {
    const [one, other] = [values[left], values[right]];
    if (one === undefined || one === null || other === undefined || other === null) return [];
    const order = compareBounds(one as Bound, other as Bound);
    const holds = { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0, '=': order === 0, '<>': order !== 0 }[operator];
    return holds ? [] : [{ path: [left], code: name, message: '' }];
  });
}

interface Refusal {
  readonly draft: Draft;
  readonly fields: readonly string[];
  readonly code: string;
}

/** Codes of what another value does not cure. */
const LASTING: readonly string[] = ['REQUIRED', 'UNKNOWN_FIELD', 'READ_ONLY', 'TOO_LONG', 'INVALID_VALUE', 'REFERENCE', 'REFERENCED'];

/** What of drafts was refused in a way that other values may cure. */
function refusals(recipe: Recipe, drafts: readonly Draft[], error: unknown): readonly Refusal[] {
  if (isGeneralManagerError(error, 'GM_WRITE_NOT_UNIQUE')) return notUnique(recipe, drafts, error);
  if (!isGeneralManagerError(error, 'GM_WRITE_INVALID')) return [];
  const { violations = [] } = error.details;
  if (violations.length === 0 || violations.some(({ code }) => LASTING.includes(code))) return [];
  return violations.flatMap(({ path, code }): readonly Refusal[] => {
    const [place, name] = path;
    const some = typeof place === 'number' ? drafts.slice(place, place + 1) : drafts;
    return some.map((draft) => ({ draft, fields: fieldsOf(recipe, typeof place === 'number' ? name : place), code }));
  });
}

/** Of several objects nobody can tell which one it was. */
function notUnique(recipe: Recipe, drafts: readonly Draft[], { details }: GeneralManagerError): readonly Refusal[] {
  const named = (details.violations ?? []).flatMap(({ path }) => fieldsOf(recipe, path.at(-1)));
  if (recipe.values.some(({ name, preset }) => preset && named.includes(name)))
    return drafts.map((draft) => ({ draft, fields: [], code: 'NUMBERED' }));
  const groups = recipe.unique.filter(({ fields }) => named.length === 0 || fields.some((name) => named.includes(name)));
  const fields = [...new Set(groups.flatMap((group) => (group.by === undefined ? group.fields : [group.by])))];
  return fields.length === 0 ? [] : drafts.map((draft) => ({ draft, fields, code: 'UNIQUE' }));
}
