import { Button, Group, Loader, Paper, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { LinkButton } from '../link/link-button.js';
import { linkWay, mayLinkFrom, mayLinkTo, takes, type LinkOwner, type LinkWay } from '../link/link-way.js';
import { UnlinkButton } from '../link/unlink-button.js';
import { useLinkable } from '../link/use-linkable.js';
import { ObjectTable } from '../list/object-table.js';
import { Pager, type Place } from '../list/pager.js';
import type { PageOf } from '../schema/documents.js';
import { keyPath } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';
import { writingSelection } from '../schema/selection.js';
import { useAccess } from '../schema/use-access.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { Icon } from '../shell/icon.js';
import { RELATED_SIZE, useRelated } from './use-related.js';

interface RelatedListProps {
  readonly owner: LinkOwner;
  readonly field: AdminField;
  /** Links of what is deleted are left as they are. */
  readonly isFixed: boolean;
}

/** The objects that one is related to, a page at a time. */
export function RelatedList({ owner, field, isFixed }: RelatedListProps): ReactNode {
  const schema = useSchema();
  const [place, setPlace] = useState<Place>({});
  const [sort, setSort] = useState<string>();
  const target = schema.named(field.type);
  const way = isFixed ? undefined : linkWay(schema, owner.manager, field);
  const besides = way && way.end !== 'own' ? writingSelection(way.target) : '';
  const { columns, page, error, refetch } = useRelated({ manager: owner.manager, key: owner.key, field }, place, sort, besides);
  if (!target) return null;
  const name = readable(field.name);
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
          <AllRelated target={target} field={field} owner={owner} />
          {way && <OfferedLink way={way} owner={owner} />}
          <NewRelated target={target} field={field} owner={owner} />
        </Group>
      </Group>
      {error && <FailureAlert error={error} onRetry={() => void refetch()} />}
      {!page && !error && <Loader size="sm" aria-label="Reading" />}
      {page && <RelatedRows {...{ target, field, columns, page, sort, way, owner }} onSort={resort} />}
      {page && (
        <Pager
          page={page}
          size={RELATED_SIZE}
          offset={place.offset ?? 0}
          cursors={'after' in (field.args ?? {})}
          onMove={setPlace}
          label={`Pages of ${name}`}
        />
      )}
    </Paper>
  );
}

function OfferedLink({ way, owner }: { readonly way: LinkWay; readonly owner: LinkOwner }): ReactNode {
  return useLinkable(way, owner) && <LinkButton way={way} owner={owner} />;
}

interface RelatedRowsProps extends Pick<RelatedListProps, 'owner' | 'field'> {
  readonly target: AdminManager;
  readonly columns: readonly AdminField[];
  readonly page: PageOf;
  readonly way: LinkWay | undefined;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

function RelatedRows({ target, field, columns, page, way, owner, sort, onSort }: RelatedRowsProps): ReactNode {
  if (page.nodes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        None, or none that you may see.
      </Text>
    );
  const unlinks = way && takes(way, 'disconnect') && mayLinkFrom(way, owner) ? page.nodes.filter((row) => mayLinkTo(way, row)) : [];
  return (
    <ObjectTable
      manager={target}
      caption={readable(field.name)}
      columns={columns}
      rows={page.nodes}
      sort={sort}
      onSort={'sort' in (field.args ?? {}) ? onSort : undefined}
      trailing={
        way && unlinks.length > 0 ? (row) => unlinks.includes(row) && <UnlinkButton way={way} owner={owner} row={row} /> : undefined
      }
    />
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

type RelatedProps = { readonly target: AdminManager } & Pick<RelatedListProps, 'field' | 'owner'>;

/** The same objects as a list of their own, where more can be asked of them. */
function AllRelated({ target, field, owner }: RelatedProps): ReactNode {
  const back = target.fields.find(({ name }) => name === field.inverse);
  if (!target.list || !back?.filterable) return null;
  const parameters = new URLSearchParams({ filter: JSON.stringify([back.name, 'eq', keyPath(owner.key), owner.label]) });
  return (
    <Link href={`/${target.plural}?${parameters.toString()}`} className="link" aria-label={`Filter ${readable(field.name).toLowerCase()}`}>
      Filter
    </Link>
  );
}

function NewRelated({ target, field, owner }: RelatedProps): ReactNode {
  const access = useAccess();
  const back = target.fields.find(({ name }) => name === field.inverse);
  const takes = back?.create !== undefined && (back.links?.create.includes('connect') ?? false);
  if (!takes || !target.create || !access(target).create) return null;
  const parameters = new URLSearchParams({ of: field.inverse ?? '', key: keyPath(owner.key), label: owner.label });
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
