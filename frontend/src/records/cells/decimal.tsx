export { NumberCell as DecimalCell } from "./number";
