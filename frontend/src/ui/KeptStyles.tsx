import useInput, { useSharedStyle } from "antd/es/input/style";
import useTextArea from "antd/es/input/style/textarea";
import useSegmented from "antd/es/segmented/style";
import useSelect from "antd/es/select/style";

/**
 * KeptStyles keeps the styles of parts that come and go with every page. antd throws the styles of a part away with the
 * last one of its kind, and works them out anew with the next.
 */
export function KeptStyles() {
  useSharedStyle("ant-input", "ant-input-css-var");
  useInput("ant-input", "ant-input-css-var");
  useTextArea("ant-input", "ant-input-css-var");
  useSegmented("ant-segmented");
  useSelect("ant-select", "ant-select-css-var");
  return null;
}
