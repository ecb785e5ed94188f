import { Button, Group, Loader, Paper, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { ObjectTable } from '../list/object-table.js';
import { Pager, type Place } from '../list/pager.js';
import type { PageOf } from '../schema/documents.js';
import { keyPath, type Key } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { Icon } from '../shell/icon.js';
import { RELATED_SIZE, useRelated } from './use-related.js';

interface RelatedListProps {
  readonly owner: AdminManager;
  readonly ownerKey: Key;
  readonly ownerLabel: string;
  readonly field: AdminField;
}

/** The objects that one is related to, a page at a time. */
export function RelatedList({ owner, ownerKey, ownerLabel, field }: RelatedListProps): ReactNode {
  const schema = useSchema();
  const [place, setPlace] = useState<Place>({});
  const [sort, setSort] = useState<string>();
  const target = schema.named(field.type);
  const { columns, page, error, refetch } = useRelated({ manager: owner, key: ownerKey, field }, place, sort);
  if (!target) return null;
  const name = readable(field.name);
  const args = field.args ?? {};
  const resort = (next: string | undefined): void => {
    setSort(next);
    setPlace({});
  };
  return (
    <Paper component="section" aria-label={name} withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {name} <Count page={page} />
        </Title>
        <Group gap="sm">
          <AllRelated target={target} field={field} ownerKey={ownerKey} ownerLabel={ownerLabel} />
          <NewRelated target={target} field={field} ownerKey={ownerKey} ownerLabel={ownerLabel} />
        </Group>
      </Group>
      {error && <FailureAlert error={error} onRetry={() => void refetch()} />}
      {!page && !error && <Loader size="sm" aria-label="Reading" />}
      {page?.nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          None, or none that you may see.
        </Text>
      )}
      {page && page.nodes.length > 0 && (
        <ObjectTable
          manager={target}
          caption={name}
          columns={columns}
          rows={page.nodes}
          sort={sort}
          onSort={'sort' in args ? resort : undefined}
        />
      )}
      {page && (
        <Pager
          page={page}
          size={RELATED_SIZE}
          offset={place.offset ?? 0}
          cursors={'after' in args}
          onMove={setPlace}
          label={`Pages of ${name}`}
        />
      )}
    </Paper>
  );
}

function Count({ page }: { readonly page: PageOf | undefined }): ReactNode {
  if (page?.totalCount === undefined) return null;
  return (
    <Text span c="dimmed" size="sm">
      {page.totalCount}
    </Text>
  );
}

type RelatedProps = { readonly target: AdminManager } & Pick<RelatedListProps, 'field' | 'ownerKey' | 'ownerLabel'>;

/** The same objects as a list of their own, where more can be asked of them. */
function AllRelated({ target, field, ownerKey, ownerLabel }: RelatedProps): ReactNode {
  const back = target.fields.find(({ name }) => name === field.inverse);
  if (!target.list || !back?.filterable) return null;
  const parameters = new URLSearchParams({ filter: JSON.stringify([back.name, 'eq', keyPath(ownerKey), ownerLabel]) });
  return (
    <Link href={`/${target.plural}?${parameters.toString()}`} className="link" aria-label={`Filter ${readable(field.name).toLowerCase()}`}>
      Filter
    </Link>
  );
}

function NewRelated({ target, field, ownerKey, ownerLabel }: RelatedProps): ReactNode {
  const access = useAccess();
  const back = target.fields.find(({ name }) => name === field.inverse);
  const takes = back?.create !== undefined && (back.links?.create.includes('connect') ?? false);
  if (!takes || !target.create || !access(target).create) return null;
  const parameters = new URLSearchParams({ of: field.inverse ?? '', key: keyPath(ownerKey), label: ownerLabel });
  return (
    <Button
      component={Link}
      href={`/${target.plural}/new?${parameters.toString()}`}
      size="xs"
      variant="default"
      leftSection={<Icon of="add" size={14} />}
    >
      New {readable(target.name).toLowerCase()}
    </Button>
  );
}
