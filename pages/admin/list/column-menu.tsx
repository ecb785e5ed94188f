import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { readable } from '../schema/names.js';
import type { AdminField, AdminManager } from '../schema/schema.js';
import { Icon } from '../shell/icon.js';
import { tableFields } from './columns.js';

interface ColumnMenuProps {
  readonly manager: AdminManager;
  readonly columns: readonly AdminField[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Chooses what a table shows. */
export function ColumnMenu({ manager, columns, onChange }: ColumnMenuProps): ReactNode {
  const shown = columns.map(({ name }) => name);
  const toggle = (name: string): void => onChange(shown.includes(name) ? shown.filter((each) => each !== name) : [...shown, name]);
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Icon of="columns" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs" mah={320} className="scrolls">
          {tableFields(manager).map(({ name }) => (
            <Checkbox
              key={name}
              size="xs"
              label={readable(name)}
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown[0] === name}
              onChange={() => toggle(name)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
