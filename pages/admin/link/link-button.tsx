import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ObjectPicker } from '../form/object-picker.js';
import type { Reference } from '../form/reference.js';
import { readable } from '../schema/names.js';
import { writingSelection } from '../schema/selection.js';
import { Icon } from '../shell/icon.js';
import { LinkDialog } from './link-dialog.js';
import { mayLinkTo, type LinkOwner, type LinkWay } from './link-way.js';

interface LinkButtonProps {
  readonly way: LinkWay;
  readonly owner: LinkOwner;
}

/** Links an object that is there already. */
export function LinkButton({ way, owner }: LinkButtonProps): ReactNode {
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<Reference | null>(null);
  const name = readable(way.target.name).toLowerCase();
  const close = (): void => {
    setOpened(false);
    setChosen(null);
  };
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Icon of="link" size={14} />} onClick={() => setOpened(true)}>
        Link {name}
      </Button>
      {opened && (
        <LinkDialog
          way={way}
          owner={owner}
          verb="connect"
          title={`Link a ${name} with “${owner.label}”`}
          submitText="Link"
          row={chosen?.row}
          onClose={close}
        >
          <ObjectPicker
            target={way.target}
            label={readable(way.target.name)}
            {...(way.end !== 'own' && { description: 'Those that you may change.' })}
            value={chosen}
            onChange={setChosen}
            nullable
            candidates={{ besides: writingSelection(way.target), isOffered: (row) => mayLinkTo(way, row) }}
          />
        </LinkDialog>
      )}
    </>
  );
}
