import { Button, CloseButton, Group, Pill, Popover, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { readable } from '../schema/names.js';
import { useSchema, type AdminManager } from '../schema/schema.js';
import { Icon } from '../shell/icon.js';
import { FilterForm } from './filter-form.js';
import { canSearch, filterFields, operatorText, takesNothing, type FieldFilter } from './filters.js';
import type { ListState } from './list-state.js';

interface FilterBarProps {
  readonly manager: AdminManager;
  readonly state: ListState;
  readonly onChange: (change: Partial<ListState>) => void;
}

/** Searches by labels, and shows what a list is filtered by. */
export function FilterBar({ manager, state, onChange }: FilterBarProps): ReactNode {
  const schema = useSchema();
  const [opened, setOpened] = useState(false);
  if (!('filter' in (manager.list?.args ?? {}))) return null;
  const { filters } = state;
  return (
    <Group gap="xs" role="search" aria-label={`Filter ${readable(manager.plural)}`}>
      {canSearch(schema, manager) && <Search manager={manager} value={state.search} onChange={(search) => onChange({ search })} />}
      {filterFields(manager).length > 0 && (
        <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus shadow="md" width={320}>
          <Popover.Target>
            <Button variant="default" leftSection={<Icon of="filter" />} onClick={() => setOpened(!opened)}>
              Add filter
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label="Filter">
            <FilterForm
              manager={manager}
              onAdd={(filter) => {
                setOpened(false);
                onChange({ filters: [...filters, filter] });
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      {filters.map((filter, index) => (
        <Pill
          key={`${index} ${filter.field}`}
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Remove the filter ${filterText(filter)}`, 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => onChange({ filters: filters.filter((_each, place) => place !== index) })}
        >
          {filterText(filter)}
        </Pill>
      ))}
    </Group>
  );
}

const filterText = ({ field, operator, text, label }: FieldFilter): string =>
  `${readable(field)} ${operatorText(operator)}${takesNothing(operator) ? '' : ` ${label ?? text}`}`;

/** Typing shall not ask the server at each letter. */
const PAUSE_MS = 300;

function Search({
  manager,
  value,
  onChange,
}: {
  readonly manager: AdminManager;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  const names = manager.label.map((name) => readable(name).toLowerCase()).join(', ');
  return (
    <TextInput
      type="search"
      w={260}
      aria-label={`Search by ${names}`}
      placeholder={`Search by ${names}`}
      leftSection={<Icon of="search" />}
      rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => setText('')} />}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
}
