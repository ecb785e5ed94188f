import { Table, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { keyOf } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import { readable } from '../schema/names.js';
import { isPolymorphic, useSchema, type AdminField, type AdminManager, type Row } from '../schema/schema.js';
import { Icon } from '../shell/icon.js';
import { ChoiceCell, ChoiceHeading, type RowChoice } from './row-choice.js';
import { ObjectLink } from '../value/object-link.js';
import { isNumeric, ValueView } from '../value/value-view.js';

interface ObjectTableProps {
  readonly manager: AdminManager;
  readonly caption: string;
  readonly columns: readonly AdminField[];
  readonly rows: readonly Row[];
  readonly sort?: string | undefined;
  /** Absent: the columns cannot be sorted by. */
  readonly onSort?: ((sort: string | undefined) => void) | undefined;
  /** What stands at the end of each row: what may be done with it. */
  readonly trailing?: ((row: Row) => ReactNode) | undefined;
  readonly choice?: RowChoice | undefined;
}

/** Objects as a table; the first column leads to each. */
export function ObjectTable({ manager, caption, columns, rows, sort, onSort, trailing, choice }: ObjectTableProps): ReactNode {
  const schema = useSchema();
  const typed = isPolymorphic(manager);
  const [leading, ...others] = columns;
  return (
    <Table.ScrollContainer minWidth={400} type="native" tabIndex={0} role="group" aria-label={caption}>
      <Table highlightOnHover verticalSpacing="xs" aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {choice && <ChoiceHeading choice={choice} rows={rows} />}
            {columns.length === 0 && <Table.Th scope="col">{readable(manager.name)}</Table.Th>}
            {columns.map((field) => (
              <Heading key={field.name} field={field} isLeading={field === leading} sort={sort} onSort={onSort} />
            ))}
            {typed && <Table.Th scope="col">Type</Table.Th>}
            {trailing && (
              <Table.Th>
                <span className="unseen">What may be done</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={keyOf(manager.key, row)?.join(',') ?? index}>
              {choice && <ChoiceCell choice={choice} row={row} label={labelText(schema, manager, row)} />}
              <LeadingCell manager={manager} row={row} field={leading} />
              {others.map((field) => (
                <Cell key={field.name} manager={manager} row={row} field={field} />
              ))}
              {typed && (
                <Table.Td>
                  <Text span size="sm">
                    {readable(String(row['__typename']))}
                  </Text>
                </Table.Td>
              )}
              {trailing && <Table.Td ta="right">{trailing(row)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface HeadingProps extends Pick<ObjectTableProps, 'sort' | 'onSort'> {
  readonly field: AdminField;
  readonly isLeading: boolean;
}

function Heading({ field, isLeading, sort, onSort }: HeadingProps): ReactNode {
  const { name, description, sortable } = field;
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  const align = isNumeric(field) && !isLeading ? 'right' : 'left';
  if (!onSort || !sortable)
    return (
      <Table.Th scope="col" title={description} ta={align}>
        {readable(name)}
      </Table.Th>
    );
  const next = { none: name, ascending: `-${name}`, descending: undefined }[direction];
  return (
    <Table.Th scope="col" aria-sort={direction} title={description} ta={align}>
      <UnstyledButton className="heading" onClick={() => onSort(next)}>
        {readable(name)}
        {direction !== 'none' && <Icon of={direction === 'ascending' ? 'up' : 'down'} size={14} />}
      </UnstyledButton>
    </Table.Th>
  );
}

interface CellProps {
  readonly manager: AdminManager;
  readonly row: Row;
  readonly field: AdminField;
}

function Cell({ row, field }: CellProps): ReactNode {
  return (
    <Table.Td className="cell" ta={isNumeric(field) ? 'right' : 'left'}>
      <ValueView field={field} value={row[field.name]} short />
    </Table.Td>
  );
}

/** What leads to the object is always something that can be seen and pressed. */
function LeadingCell({ manager, row, field }: Omit<CellProps, 'field'> & { readonly field: AdminField | undefined }): ReactNode {
  return (
    <Table.Td className="cell">
      <ObjectLink manager={manager} row={row}>
        <LeadingText manager={manager} row={row} field={field} />
      </ObjectLink>
    </Table.Td>
  );
}

function LeadingText({ manager, row, field }: Omit<CellProps, 'field'> & { readonly field: AdminField | undefined }): ReactNode {
  const schema = useSchema();
  const value = field && row[field.name];
  if (!field || value === null || value === undefined || value === '') return labelText(schema, manager, row);
  const target = field.kind === 'one' ? schema.named(field.type) : undefined;
  return target ? labelText(schema, target, value as Row) : <ValueView field={field} value={value} short />;
}
