import { host } from "@/shell";
import { began, ended, heard, unheard, writes } from "./contact";
import type { Input, OperationName, Output } from "./contract";
import { type Fault, faultOf } from "./fault";

let refusedAtDoor: (operation: OperationName) => void = () => undefined;

/** whenRefused hears of calls that found the book locked or nobody signed in. */
export function whenRefused(heard: (operation: OperationName) => void): void {
  refusedAtDoor = heard;
}

/**
 * call asks the core to do an operation. It rejects with a Fault and with nothing else. Questions may come with a signal:
 * who gives one up hears of it as of an abort, which is no fault of anybody.
 */
export async function call<N extends OperationName>(
  operation: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Output<N>> {
  const writing = writes(operation, input);
  if (writing) began();
  let fault: Fault | undefined;
  try {
    const answer = await host.invoke(operation, JSON.stringify(input), signal);
    heard();
    return (answer === "" ? null : JSON.parse(answer)) as Output<N>;
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    fault = faultOf(thrown);
    if (fault.kind === "locked" || fault.kind === "signedOut") refusedAtDoor(operation);
    if (fault.kind === "unreachable" || fault.kind === "signedOut") {
      unheard(fault);
      askAgain();
    } else heard();
    throw fault;
  } finally {
    if (writing) ended(fault);
  }
}

const patience = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;

// Somebody who cannot be heard is asked now and then, so that the page knows when they are back.
function askAgain(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void call("settings.get", {}).catch(() => undefined), patience);
}

/** lastSetOf is the change set that touched a record last, so that it can be undone: what a verb answers does not name it. */
export async function lastSetOf(entity: string, id: string): Promise<string | undefined> {
  const { changes } = await call("records.history", { entity, id, limit: 1 });
  return changes[0]?.set;
}
