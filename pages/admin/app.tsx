import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { AdminMetadata } from '../../integrations/admin/metadata/metadata.js';
import { get } from './api/send.js';
import { useIdentity } from './api/identity.js';
import { useApi } from './api/use-api.js';
import { DetailPage } from './detail/detail-page.js';
import { CreatePage } from './form/create-page.js';
import { EditPage } from './form/edit-page.js';
import { HistoryPage } from './history/history-page.js';
import { ListPage } from './list/list-page.js';
import { keyFromPath } from './schema/keys.js';
import { Schema, SchemaContext, useSchema, type AdminManager } from './schema/schema.js';
import { useSettings } from './settings.js';
import { FailureAlert } from './shell/failure-alert.js';
import { FailureBoundary } from './shell/failure-boundary.js';
import { Home } from './shell/home.js';
import { Shell } from './shell/shell.js';

/** The page: what there is in the schema decides what it shows. */
export function App(): ReactNode {
  const { path } = useSettings();
  const { headers } = useIdentity();
  const { who } = useApi();
  const [location] = useLocation();
  const { data, error, refetch } = useQuery({
    queryKey: ['metadata', ...who],
    queryFn: async ({ signal }) => get<AdminMetadata>(`${path}/metadata`, headers, signal),
    staleTime: Infinity,
  });
  const schema = useMemo(() => data && new Schema(data), [data]);
  if (!schema)
    return (
      <Shell>{error ? <FailureAlert error={error} onRetry={() => void refetch()} /> : <Loader aria-label="Reading what there is" />}</Shell>
    );
  return (
    <SchemaContext value={schema}>
      <Shell withNavigation>
        <FailureBoundary key={location}>
          <Switch>
            <Route path="/">
              <Home />
            </Route>
            <Route path="/:plural">
              {({ plural }) => <Of plural={plural}>{(manager) => <ListPage key={manager.name} manager={manager} />}</Of>}
            </Route>
            <Route path="/:plural/new">
              {({ plural }) => <Of plural={plural}>{(manager) => <CreatePage key={manager.name} manager={manager} />}</Of>}
            </Route>
            <Route path="/:plural/o/:key">
              {({ plural, key }) => (
                <Of plural={plural}>{(manager) => <DetailPage key={key} manager={manager} objectKey={keyFromPath(key)} />}</Of>
              )}
            </Route>
            <Route path="/:plural/o/:key/edit">
              {({ plural, key }) => (
                <Of plural={plural}>{(manager) => <EditPage key={key} manager={manager} objectKey={keyFromPath(key)} />}</Of>
              )}
            </Route>
            <Route path="/:plural/o/:key/history">
              {({ plural, key }) => (
                <Of plural={plural}>{(manager) => <HistoryPage key={key} manager={manager} objectKey={keyFromPath(key)} />}</Of>
              )}
            </Route>
            <Route>
              <Text>There is no such page.</Text>
            </Route>
          </Switch>
        </FailureBoundary>
      </Shell>
    </SchemaContext>
  );
}

function Of({ plural, children }: { readonly plural: string; readonly children: (manager: AdminManager) => ReactNode }): ReactNode {
  const manager = useSchema().byPlural(plural);
  return manager ? children(manager) : <Text>The schema has nothing that is called “{plural}”.</Text>;
}
