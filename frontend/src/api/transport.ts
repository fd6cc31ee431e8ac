import { host } from "@/shell";
import type { Input, OperationName, Output } from "./contract";
import { faultOf } from "./fault";

/** call asks the core to do an operation. It rejects with a Fault and with nothing else. */
export async function call<N extends OperationName>(operation: N, input: Input<N>): Promise<Output<N>> {
  try {
    const answer = await host.invoke(operation, JSON.stringify(input));
    return (answer === "" ? null : JSON.parse(answer)) as Output<N>;
  } catch (thrown) {
    throw faultOf(thrown);
  }
}
