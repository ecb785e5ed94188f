import { freezeModel } from '../model/freeze-model.js';
import type { Problem } from '../error/problem.js';
import type { ApplicationModel } from '../model/model.js';
import type { CompileInput, Draft, Pass, Verifier } from './draft.js';
import { buildModels } from './passes/build-models.js';
import { collectManagers } from './passes/collect-managers.js';
import { collectTypes } from './passes/collect-types.js';
import { completeDescriptions } from './passes/complete-descriptions.js';
import { completeFields } from './passes/complete-fields.js';
import { declareComputed } from './passes/declare-computed.js';
import { declareRelations } from './passes/declare-relations.js';
import { verifyActions } from './verifiers/actions.js';
import { verifyComputed } from './verifiers/computed.js';
import { verifyEnums } from './verifiers/enums.js';
import { verifyFieldOptions } from './verifiers/field-options.js';
import { verifyInheritance } from './verifiers/inheritance.js';
import { verifyKnownOptions } from './verifiers/known-options.js';
import { verifyNames } from './verifiers/names.js';
import { verifyNeeds } from './verifiers/needs.js';
import { verifyPolicies } from './verifiers/policies.js';
import { verifyRules } from './verifiers/rules.js';
import { verifyUniqueNames } from './verifiers/unique-names.js';

const PASSES: readonly Pass[] = [
  collectManagers,
  completeDescriptions,
  completeFields,
  declareRelations,
  declareComputed,
  collectTypes,
  buildModels,
];
const VERIFIERS: readonly Verifier[] = [
  verifyUniqueNames,
  verifyNames,
  verifyKnownOptions,
  verifyFieldOptions,
  verifyEnums,
  verifyInheritance,
  verifyPolicies,
  verifyRules,
  verifyActions,
  verifyComputed,
  verifyNeeds,
];
const EMPTY: Draft = Object.freeze({ managers: [], enums: [], embeddables: [], problems: [] });

/** Compiles the declarations into a frozen model, and gives every problem that was found; nothing may boot while there is one. */
export function compile(input: CompileInput): { readonly model: ApplicationModel; readonly problems: readonly Problem[] } {
  const draft = PASSES.reduce((state, pass) => pass(state, input), EMPTY);
  const problems = [...draft.problems, ...VERIFIERS.flatMap((verify) => verify(draft))];
  return { model: modelOf(draft), problems };
}

function modelOf({ managers, enums, embeddables }: Draft): ApplicationModel {
  const models = managers.flatMap(({ model }) => (model ? [model] : []));
  return freezeModel({
    managers: new Map(models.map((model) => [model.name, model])),
    enums: new Map(enums.map((each) => [each.name, each])),
    embeddables: new Map(embeddables.map((each) => [each.name, each])),
  });
}
