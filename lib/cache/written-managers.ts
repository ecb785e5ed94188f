import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { WriteRequest } from '../write/write-request.js';

/** The managers that a write may be of: its own, and those that its input leads to; with an action, all of the same source. */
export function writtenManagers(model: ApplicationModel, request: WriteRequest): ReadonlySet<ManagerModel> {
  const { manager } = request;
  const found = new Set<ManagerModel>();
  if (request.kind === 'action') addAll(model, found, (each) => each.adapter === manager.adapter);
  else for (const input of inputsOf(request)) collect(model, manager, input, found);
  const roots = new Set([...found, manager].map((each) => each.inheritance?.root));
  // An object of one type is one of the types above and below.
  addAll(model, found, (each) => each === manager || (each.inheritance !== undefined && roots.has(each.inheritance.root)));
  return found;
}

function addAll({ managers }: ApplicationModel, found: Set<ManagerModel>, test: (manager: ManagerModel) => boolean): void {
  for (const each of managers.values()) if (test(each)) found.add(each);
}

const inputsOf = (request: WriteRequest): readonly unknown[] => [
  'data' in request ? request.data : undefined,
  'create' in request ? request.create : undefined,
  'update' in request ? request.update : undefined,
];

function collect(model: ApplicationModel, manager: ManagerModel, input: unknown, found: Set<ManagerModel>): void {
  if (typeof input !== 'object' || input === null) return;
  if (Array.isArray(input)) return input.forEach((each) => collect(model, manager, each, found));
  for (const [name, value] of Object.entries(input)) {
    const field = manager.fields.get(name);
    const target = field?.kind === 'relation' ? model.managers.get(field.target) : undefined;
    if (target) found.add(target);
    collect(model, target ?? manager, value, found);
  }
}
