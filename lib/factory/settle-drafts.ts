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

interface Settling extends Pick<MakeRequest, 'settings' | 'store'> {
  /** Lets relations of a draft lead to other objects. */
  readonly relink: (draft: Draft, names: readonly string[], attempt: number) => Promise<void>;
}

/**
 * Draws the values of drafts and stores them; what rules, validators or the source refuse is drawn anew.
 *
 * @throws GM_FACTORY_RULE with the rule that could not be met
 */
export async function settleDrafts(
  engine: FactoryEngine,
  recipe: Recipe,
  drafts: readonly Draft[],
  settling: Settling,
): Promise<readonly Made[]> {
  const { settings, store } = settling;
  for (const draft of drafts) engine.drawer.draw(draft, settings);
  const isChecked = !store.checks && (await engine.isChecked(recipe));
  if (isChecked || recipe.comparisons.length > 0) for (const draft of drafts) await settle(engine, draft, settling, isChecked);
  return storeDrafts(engine, recipe, drafts, settling);
}

async function storeDrafts(engine: FactoryEngine, recipe: Recipe, drafts: readonly Draft[], settling: Settling): Promise<readonly Made[]> {
  const { store } = settling;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.insert(recipe, drafts);
    } catch (error) {
      const refused = refusals(recipe, drafts, error);
      if (refused.length === 0) throw error;
      if (drafts.length > 1 && refused.some(({ code }) => code === 'CHECK')) return storeHalves(engine, recipe, drafts, settling);
      // What is there was most likely made with the first numbers.
      const shift = refused.some(({ code }) => code === 'UNIQUE') ? await engine.totalOf(recipe) : 0;
      for (const each of refused) {
        each.draft.shift += shift;
        await cure(engine, each, settling, { attempt, error });
      }
    }
  }
}

/** Finds out which objects break a constraint that only the source knows; those before them are stored, in their order. */
async function storeHalves(engine: FactoryEngine, recipe: Recipe, drafts: readonly Draft[], settling: Settling): Promise<readonly Made[]> {
  const middle = Math.ceil(drafts.length / 2);
  const first = await storeDrafts(engine, recipe, drafts.slice(0, middle), settling);
  return [...first, ...(await storeDrafts(engine, recipe, drafts.slice(middle), settling))];
}

interface Attempted {
  readonly attempt: number;
  readonly error: unknown;
}

/** Draws anew what a source refused. */
async function cure(engine: FactoryEngine, refusal: Refusal, settling: Settling, { attempt, error }: Attempted): Promise<void> {
  const { draft, fields, code } = refusal;
  const { settings, store, relink } = settling;
  // A source that numbers objects has gone on to the next number.
  if (code === 'NUMBERED' && attempt < ATTEMPTS) return;
  const names = redrawn(draft, fields);
  const most = code === 'UNIQUE' ? UNIQUE_ATTEMPTS : ATTEMPTS;
  const links = neededLinks(draft, code);
  if (names.size + links.length === 0 || attempt >= most) {
    if (code === 'UNIQUE' || code === 'NUMBERED') throw error;
    throw FactoryRuleUnmet.create({ manager: draft.recipe.manager.name, rule: code, attempts: attempt }, { cause: error });
  }
  if (links.length > 0) await relink(draft, links, attempt);
  engine.drawer.draw(draft, settings, names);
  await settle(engine, draft, settling, !store.checks && (await engine.isChecked(draft.recipe)));
}

/** The links to objects at which a rule looks as well; what was given stays as it is. */
function neededLinks({ recipe, given }: Draft, code: string): readonly string[] {
  const needs = recipe.manager.rules.find(({ name }) => name === code)?.needs ?? [];
  const names = new Set(needs.map((path) => path.split('.')[0] ?? ''));
  return recipe.links.map(({ field }) => field.name).filter((name) => names.has(name) && given[name] === undefined);
}

/** Draws values anew until everything that can be asked without the source is content. */
async function settle(engine: FactoryEngine, draft: Draft, { settings, relink }: Settling, isChecked: boolean): Promise<void> {
  const { recipe } = draft;
  for (let attempt = 0; ; attempt += 1) {
    const violated = brokenComparison(draft) ?? (isChecked ? await firstViolation(engine, draft) : undefined);
    if (!violated) return;
    const names = redrawn(draft, violated.fields);
    const links = neededLinks(draft, violated.code);
    if (attempt >= ATTEMPTS || names.size + links.length === 0)
      throw FactoryRuleUnmet.create({ manager: recipe.manager.name, rule: violated.code, attempts: attempt + 1 });
    if (links.length > 0) await relink(draft, links, attempt + 1);
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

/** What is not as it has to be, and the values that other ones may cure. */
interface Broken {
  readonly code: string;
  /** None: all of them. */
  readonly fields: readonly string[];
}

async function firstViolation(engine: FactoryEngine, draft: Draft): Promise<Broken | undefined> {
  const [violation] = await engine.violations(draft);
  return violation && { code: violation.code, fields: fieldsOf(draft.recipe, violation.path[0]) };
}

function brokenComparison({ recipe, values }: Draft): Broken | undefined {
  const broken = recipe.comparisons.find(({ left, operator, right }) => {
    const [one, other] = [values[left], values[right]];
    if (one === undefined || one === null || other === undefined || other === null) return false;
    const order = compareBounds(one as Bound, other as Bound);
    return !{ '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0, '=': order === 0, '<>': order !== 0 }[operator];
  });
  return broken && { code: broken.name, fields: [broken.left, broken.right] };
}

interface Refusal extends Broken {
  readonly draft: Draft;
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
