// PostGraphile as its guide serves it, with simple collections and aggregates. Permissions are row policies of the database, which
// apply to requests with a tenant.
import { createServer } from 'node:http';
import { PgAggregatesPreset } from '@graphile/pg-aggregates';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { makeV4Preset } from 'postgraphile/presets/v4';

const { DATABASE_URL, POOL, VISITOR } = process.env;

const instance = postgraphile({
  extends: [makeV4Preset({ simpleCollections: 'both', graphiql: false, disableQueryLog: true }), PgAggregatesPreset],
  pgServices: [
    makePgService({ connectionString: DATABASE_URL, schemas: ['public'], poolConfig: { max: Number(POOL), idleTimeoutMillis: 600_000 } }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: ({ node }) => {
      const tenant = node?.req.headers['x-tenant'];
      return tenant === undefined ? {} : { pgSettings: { role: VISITOR, 'bench.tenant': tenant } };
    },
  },
});

const server = createServer();
server.keepAliveTimeout = 0;
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => {
  process.once('disconnect', () => process.exit());
  process.send?.({ url: `http://127.0.0.1:${server.address().port}/graphql` });
});
