import { Button, Modal, Stack, Text } from "@mantine/core";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure } from "../../shared/states";

interface Props {
  title: string;
  question: string;
  opened: boolean;
  close: () => void;
  action: string;
  running: { isPending: boolean; error: unknown };
  run: () => void;
}

/** Asks once more before something that cannot be taken back. */
export function SureDialog({ title, question, opened, close, action, running, run }: Props) {
  const common = commonWords();
  return (
    <Modal opened={opened} onClose={close} title={title} lockScroll={false} centered transitionProps={{ duration: 0 }} closeButtonProps={{ "aria-label": common.close }}>
      <Stack>
        <Text><Inert text={question} limit={600} /></Text>
        {running.error !== null && <Failure error={running.error} />}
        <div className="dialog-buttons">
          <Button variant="default" data-autofocus onClick={close}>{common.cancel}</Button>
          <Button color="red" loading={running.isPending} onClick={run}>{action}</Button>
        </div>
      </Stack>
    </Modal>
  );
}
