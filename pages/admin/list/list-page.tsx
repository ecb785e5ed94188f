import { Alert, Button, Checkbox, Group, Loader, Menu, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ObjectActions } from '../detail/object-actions.js';
import { ClassPermissions } from '../detail/permissions.js';
import { ManyBar } from '../many/many-bar.js';
import { useChoice } from '../many/use-choice.js';
import type { PageOf } from '../schema/documents.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { Icon } from '../shell/icon.js';
import { useTitle } from '../shell/use-title.js';
import { ColumnMenu } from './column-menu.js';
import { FilterBar } from './filter-bar.js';
import { KeyForm } from './key-form.js';
import { useListState, type ListState } from './list-state.js';
import { ObjectTable } from './object-table.js';
import { Pager } from './pager.js';
import type { RowChoice } from './row-choice.js';
import { useList } from './use-list.js';

/** The objects of a manager, a page at a time. */
export function ListPage({ manager }: { readonly manager: AdminManager }): ReactNode {
  useTitle(readable(manager.plural));
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h2">
            {readable(manager.plural)}
          </Title>
          {manager.description !== undefined && (
            <Text c="dimmed" size="sm">
              {manager.description}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <ObjectActions manager={manager} scope="class" />
          <NewButton manager={manager} />
        </Group>
      </Group>
      {manager.list ? <ObjectList manager={manager} /> : <KeyForm manager={manager} />}
      <ClassPermissions manager={manager} />
    </Stack>
  );
}

function ObjectList({ manager }: { readonly manager: AdminManager }): ReactNode {
  const [state, change] = useListState();
  const found = useList(manager, state);
  const { columns, problems, page, error, isFetching, refetch } = found;
  return (
    <>
      <FilterBar manager={manager} state={state} onChange={change} />
      {problems.map((problem) => (
        <Alert key={problem} color="yellow" role="alert">
          {problem} It is left out.
        </Alert>
      ))}
      <Group justify="space-between" mih={30}>
        <Text size="sm" c="dimmed" role="status">
          {page && countText(page)}
          {page && isFetching && ' Reading …'}
        </Text>
        <ListOptions manager={manager} state={state} columns={columns} onChange={change} />
      </Group>
      {error && <FailureAlert error={error} onRetry={() => void refetch()} question={{ manager: manager.name, operation: 'read' }} />}
      {!page && !error && <Loader aria-label="Reading" />}
      {page && <FoundPage manager={manager} state={state} found={found} page={page} onChange={change} />}
    </>
  );
}

interface FoundPageProps extends Omit<PartProps, 'columns'> {
  readonly found: ReturnType<typeof useList>;
  readonly page: PageOf;
}

/** A page of what was found, what of it is chosen, and the way to other pages. */
function FoundPage({ manager, state, found, page, onChange }: FoundPageProps): ReactNode {
  const { columns, cursors, problems, filter, many, place } = found;
  const { rowChoice, chosen, chooseAll, chooseNone } = useChoice(manager, { rows: page.nodes, filter, of: place });
  return (
    <>
      {many && (
        <ManyBar
          manager={manager}
          chosen={chosen}
          total={page.totalCount}
          hasMore={page.pageInfo.hasNextPage || page.pageInfo.hasPreviousPage || state.offset > 0}
          // Without a filter that cannot be read, more would be meant than was asked for.
          onAll={problems.length === 0 ? chooseAll : undefined}
          onNone={chooseNone}
        />
      )}
      <PageView
        manager={manager}
        page={page}
        columns={columns}
        state={state}
        isFiltered={filter !== undefined}
        onChange={onChange}
        choice={many && page.nodes.some(rowChoice.canChoose) ? rowChoice : undefined}
      />
      <Pager
        page={page}
        size={state.size}
        offset={state.offset}
        cursors={cursors}
        label="Pages"
        onMove={(to) => onChange(to)}
        onSize={(size) => onChange({ size })}
      />
    </>
  );
}

interface PartProps {
  readonly manager: AdminManager;
  readonly columns: readonly AdminField[];
  readonly state: ListState;
  readonly onChange: (change: Partial<ListState>) => void;
}

function ListOptions({ manager, columns, state, onChange }: PartProps): ReactNode {
  return (
    <Group gap="sm">
      {'deleted' in (manager.list?.args ?? {}) && (
        <Checkbox
          size="xs"
          label="Show deleted"
          checked={state.deleted}
          onChange={({ currentTarget }) => onChange({ deleted: currentTarget.checked })}
        />
      )}
      <ColumnMenu manager={manager} columns={columns} onChange={(names) => onChange({ ...state, columns: names })} />
    </Group>
  );
}

interface PageViewProps extends PartProps {
  readonly page: PageOf;
  readonly isFiltered: boolean;
  readonly choice: RowChoice | undefined;
}

function PageView({ manager, columns, state, onChange, page, isFiltered, choice }: PageViewProps): ReactNode {
  if (page.nodes.length === 0) return <Empty filtered={isFiltered} onReset={() => onChange({ filters: [], search: '' })} />;
  const sorts = 'sort' in (manager.list?.args ?? {});
  return (
    <ObjectTable
      manager={manager}
      caption={readable(manager.plural)}
      columns={columns}
      rows={page.nodes}
      sort={state.sort}
      onSort={sorts ? (sort) => onChange({ sort }) : undefined}
      choice={choice}
    />
  );
}

function countText({ totalCount, nodes }: PageOf): string {
  if (totalCount === undefined) return nodes.length === 1 ? '1 row on this page.' : `${nodes.length} rows on this page.`;
  return totalCount === 1 ? '1 row.' : `${totalCount.toLocaleString()} rows.`;
}

function Empty({ filtered, onReset }: { readonly filtered: boolean; readonly onReset: () => void }): ReactNode {
  return (
    <Stack align="center" gap="xs" py="xl" className="empty">
      <Text fw={500}>{filtered ? 'Nothing matches.' : 'There is nothing here, or nothing that you may see.'}</Text>
      {filtered && (
        <Button variant="default" size="xs" onClick={onReset}>
          Remove all filters
        </Button>
      )}
    </Stack>
  );
}

/** Offered where there can be an object that the actor may create; of a hierarchy, one for each concrete class. */
function NewButton({ manager }: { readonly manager: AdminManager }): ReactNode {
  const schema = useSchema();
  const access = useAccess();
  const kinds = [...new Set(Object.values(manager.concrete))].flatMap((name) => schema.named(name) ?? []);
  const offered = kinds.filter((each) => each.create && access(each).create);
  const [only] = offered;
  if (!only) return null;
  if (offered.length === 1) {
    return (
      <Button component={Link} href={`/${only.plural}/new`} leftSection={<Icon of="add" />}>
        New {readable(only.name).toLowerCase()}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Icon of="add" />}>New</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((each) => (
          <Menu.Item key={each.name} component={Link} href={`/${each.plural}/new`}>
            {readable(each.name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
