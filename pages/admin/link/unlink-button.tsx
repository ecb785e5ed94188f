import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { labelText } from '../schema/labels.js';
import { useSchema, type Row } from '../schema/schema.js';
import { LinkDialog, Saying } from './link-dialog.js';
import type { LinkOwner, LinkWay } from './link-way.js';

interface UnlinkButtonProps {
  readonly way: LinkWay;
  readonly owner: LinkOwner;
  readonly row: Row;
}

/** Takes a link away, when that has been confirmed; both ends stay. */
export function UnlinkButton({ way, owner, row }: UnlinkButtonProps): ReactNode {
  const schema = useSchema();
  const [opened, setOpened] = useState(false);
  const label = labelText(schema, way.target, row);
  return (
    <>
      <Button size="compact-xs" variant="default" aria-label={`Unlink ${label}`} onClick={() => setOpened(true)}>
        Unlink
      </Button>
      {opened && (
        <LinkDialog
          way={way}
          owner={owner}
          verb="disconnect"
          title={`Unlink “${label}”?`}
          submitText="Unlink"
          row={row}
          onClose={() => setOpened(false)}
        >
          <Saying>
            “{label}” and “{owner.label}” stay; what links them goes.
          </Saying>
        </LinkDialog>
      )}
    </>
  );
}
