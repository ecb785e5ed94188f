import { Manager, Permission, type ManagerOptions, type PermissionOptions } from '../../../decorators/index.js';
import { bootCore, type BootedCore, type CoreOptions, type DescribedField, type InterfaceDescription } from '../../../lib/plugin.js';
import { primary } from '../../integrations/type-graphql/support/fields.js';
import { MemoryAdapter, type MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';

/** What a source of objects in memory is made of. */
export interface SourceOptions {
  readonly manager?: ManagerOptions;
  readonly permission?: PermissionOptions;
  readonly fields?: readonly DescribedField[];
  readonly description?: Partial<InterfaceDescription>;
  readonly objects?: readonly object[];
  /** A class of one's own, which carries its declarations already. */
  readonly target?: MemorySource['target'];
}

/** A managed class of a name, with an `id` and the fields given. */
export function source(name: string, options: SourceOptions = {}): MemorySource {
  const target = options.target ?? { [name]: class {} }[name] ?? class {};
  if (!options.target) {
    Manager(options.manager)(target);
    if (options.permission) Permission(options.permission)(target);
  }
  const fields = [primary('id', 'int'), ...(options.fields ?? [])];
  return { target, description: { key: [{ field: 'id' }], fields, ...options.description }, objects: options.objects ?? [] };
}

/** A core over objects in memory, with what it logged. */
export interface MemoryCore extends BootedCore {
  readonly adapter: MemoryAdapter;
  readonly logged: object[];
}

/** Boots a core over objects in memory. */
export function boot(sources: readonly MemorySource[], options: Partial<CoreOptions> = {}): MemoryCore {
  const adapter = new MemoryAdapter(sources);
  const logged: object[] = [];
  const log = (fields: object): void => void logged.push(fields);
  const logger = { error: log, warn: log, info: log };
  return { ...bootCore({ adapters: [adapter], secret: 'spec', logger, ...options }), adapter, logged };
}
