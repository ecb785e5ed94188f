import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Missing, Trail } from '../detail/detail-page.js';
import { useObject } from '../detail/use-object.js';
import { objectPath, type Key } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminManager } from '../schema/schema.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { useTitle } from '../shell/use-title.js';
import { ChangeView } from './change-view.js';
import { useHistory } from './use-history.js';

interface HistoryPageProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
}

/** How an object came to be as it is, newest first. */
export function HistoryPage({ manager, objectKey }: HistoryPageProps): ReactNode {
  const schema = useSchema();
  const { row, error, isPending, refetch } = useObject(manager, objectKey);
  const label = row ? labelText(schema, manager, row) : objectKey.join(' · ');
  useTitle(`History of ${readable(manager.name).toLowerCase()} ${label}`);
  if (isPending) return <Loader aria-label="Reading" />;
  if (error) return <FailureAlert error={error} onRetry={() => void refetch()} />;
  if (!row) return <Missing manager={manager} objectKey={objectKey} />;
  return (
    <Stack gap="md">
      <div>
        <Trail manager={manager} label={label} href={objectPath(manager, objectKey)} />
        <Title order={1} size="h2" mt={4} className="breaks">
          History of {label}
        </Title>
      </div>
      {manager.history ? <Changes manager={manager} objectKey={objectKey} /> : <Text>The API tells no history of these.</Text>}
    </Stack>
  );
}

function Changes({ manager, objectKey }: HistoryPageProps): ReactNode {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useHistory(manager, objectKey);
  if (isPending) return <Loader aria-label="Reading" />;
  const pages = data?.pages ?? [];
  const isEmpty = !error && pages.every(({ nodes }) => nodes.length === 0);
  return (
    <>
      {isEmpty && (
        <Text c="dimmed" className="empty" p="md">
          Nothing was written since its history began, or nothing that you may see.
        </Text>
      )}
      <Stack gap="sm" component="ol" className="changes" aria-label="Changes, newest first">
        {pages.map(({ nodes, fields }, page) =>
          nodes.map((change, index) => <ChangeView key={`${page} ${index}`} manager={manager} change={change} fields={fields} />),
        )}
      </Stack>
      {error && <FailureAlert error={error} onRetry={() => void refetch()} />}
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older changes
          </Button>
        </Group>
      )}
    </>
  );
}
