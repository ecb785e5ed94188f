// An application in memory with a store that has entries already.
import { Manager, Permission, everyone } from '../../../../decorators/index.js';
import { GeneralManager, type CacheStore } from '../../../../lib/index.js';
import { bootCore } from '../../../../lib/plugin.js';
import { primary } from '../../type-graphql/support/fields.js';
import { MemoryAdapter } from '../../type-graphql/support/memory-adapter.js';

@Manager({ cache: { timeoutMs: 500 } })
@Permission({ read: everyone() })
class Artist {}

@Manager({ cache: 'request' })
@Permission({ read: everyone() })
class Track {}

const texts = new Map([
  ['manager:Artist:1', 'abc'],
  ['manager:Artist:2', 'abcd'],
  ['computation:sum:3', 'abc'],
  ['epoch:Artist', 'abc'],
]);

const store: CacheStore = {
  get: async (keys) => keys.map((key) => texts.get(key)),
  set: async (key, text) => void texts.set(key, text),
  delete: async (keys) => keys.forEach((key) => texts.delete(key)),
  clear: async () => texts.clear(),
  entries: async function* entries() {
    yield* texts;
  },
};

const sources = [Artist, Track].map((target) => ({ target, description: { key: [{ field: 'id' }], fields: [primary('id', 'int')] } }));
const { runtime } = bootCore({ adapters: [new MemoryAdapter(sources)], secret: 'spec', cache: { store } });

export const gm = new GeneralManager(runtime);
