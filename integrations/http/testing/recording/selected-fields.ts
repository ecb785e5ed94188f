import type { SelectionSetNode } from 'graphql';
import type { CompiledField } from '../../resource/resource.js';
import type { DeclaredOperation } from '../operations.js';
import { documentOf } from '../mock/match.js';

/** What of the fields a request asked for: all of them, unless a projection or a GraphQL document says less. */
export async function askedFields(
  operation: DeclaredOperation,
  request: { readonly query: URLSearchParams; readonly body: unknown },
  at: readonly string[],
): Promise<readonly CompiledField[]> {
  const fields = [...operation.resource.fields.values()];
  const document = operation.request.graphql && documentOf(request);
  if (document !== undefined) {
    const selection = await selectionAt(document, at);
    return fields.filter(({ from }) => !selection || isSelected(selection, from));
  }
  const projection = operation.kind === 'list' ? operation.list.projection : undefined;
  const names = projection && request.query.get(projection.param)?.split(',');
  return names ? fields.filter(({ from }) => names.includes(from[0] ?? '')) : fields;
}

async function selectionAt(document: string, at: readonly string[]): Promise<SelectionSetNode | undefined> {
  const { parse, Kind } = await import('graphql');
  try {
    const definition = parse(document).definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    return at.reduce<SelectionSetNode | undefined>((set, name) => set && inside(set, name), definition?.selectionSet);
  } catch {
    return undefined;
  }
}

function inside({ selections }: SelectionSetNode, name: string): SelectionSetNode | undefined {
  const found = selections.find((each) => each.kind === 'Field' && (each.alias ?? each.name).value === name);
  return found?.kind === 'Field' ? found.selectionSet : undefined;
}

function isSelected(set: SelectionSetNode, [name, ...rest]: readonly string[]): boolean {
  const found = set.selections.some((each) => each.kind === 'Field' && (each.alias ?? each.name).value === name);
  const next = rest.length > 0 ? inside(set, name ?? '') : undefined;
  return found && (rest.length === 0 || (next !== undefined && isSelected(next, rest)));
}
