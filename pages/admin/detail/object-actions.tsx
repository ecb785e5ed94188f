import { Alert, Button, Code, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DIALOG } from '../shell/dialog.js';
import { useApi } from '../api/use-api.js';
import { argumentField } from '../form/input-of.js';
import { ObjectForm, type Submission } from '../form/object-form.js';
import { versionOf, type Capabilities } from '../schema/capabilities.js';
import { keyArgument, mutationDocument } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminAction, type AdminManager, type Row } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';

interface ObjectActionsProps {
  readonly manager: AdminManager;
  readonly scope: AdminAction['scope'];
  readonly objectKey?: Key;
  readonly row?: Row;
  readonly capabilities?: Capabilities;
}

/** The team's own writes, those that may be done. */
export function ObjectActions({ manager, scope, objectKey, row, capabilities }: ObjectActionsProps): ReactNode {
  const schema = useSchema();
  const access = useAccess();
  const told = {
    object: { names: manager.capabilities?.actions ?? [], may: capabilities?.actions ?? {} },
    class: { names: schema.metadata.access[manager.plural] ?? [], may: access(manager).actions },
  }[scope];
  // What the API does not tell of is decided when it is tried.
  const isOffered = ({ action }: AdminAction): boolean => !told.names.includes(action) || told.may[action] === true;
  const offered = manager.actions.filter((action) => action.scope === scope && isOffered(action));
  return offered.map((action) => <ActionButton key={action.name} manager={manager} action={action} objectKey={objectKey} row={row} />);
}

interface ActionButtonProps {
  readonly manager: AdminManager;
  readonly action: AdminAction;
  readonly objectKey: Key | undefined;
  readonly row: Row | undefined;
}

function ActionButton({ manager, action, objectKey, row }: ActionButtonProps): ReactNode {
  const schema = useSchema();
  const client = useQueryClient();
  const { send } = useApi();
  const [opened, setOpened] = useState(false);
  const [result, setResult] = useState<{ readonly value: unknown }>();
  const name = readable(action.action);
  const close = (): void => {
    setOpened(false);
    setResult(undefined);
  };
  const submit = async ({ input, reason }: Submission): Promise<void> => {
    const named = objectKey ? keyArgument(action, manager, objectKey) : {};
    const given = { ...named, input: 'input' in action.args ? input : undefined, expected: row && versionOf(manager, row), reason };
    const { done } = await send<{ readonly done: { readonly result?: unknown } }>(mutationDocument(schema, manager, action, given));
    await client.invalidateQueries();
    if (action.result) setResult({ value: done.result });
    else close();
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {name}
      </Button>
      <Modal opened={opened} onClose={close} title={name} {...DIALOG} size="lg">
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {action.description}
          </Text>
          {result ? (
            <Alert color="teal" title="Done" role="status">
              <Code block>{typeof result.value === 'string' ? result.value : JSON.stringify(result.value, undefined, 2)}</Code>
            </Alert>
          ) : (
            <ObjectForm
              fields={action.takes.map(argumentField)}
              initial={{}}
              submitText={name}
              question={{ manager: manager.name, operation: 'update', action: action.action, ...(objectKey && { key: objectKey }) }}
              onSubmit={submit}
              onCancel={close}
              asksReason={'reason' in action.args}
            />
          )}
        </Stack>
      </Modal>
    </>
  );
}
