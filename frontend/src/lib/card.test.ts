import { expect, it } from "vitest";
import { readCard } from "./card";

it("reads a Chinese business card", () => {
  expect(
    readCard(
      "苏州恒达机械有限公司\n王芳  采购经理\n手机：138 0013 8000\n电话：0512-66001234 传真：0512-66001235\nE-mail: wangfang@hengda.com.cn\n地址：江苏省苏州市工业园区星湖街218号\nwww.hengda.com.cn\n微信：wf_hengda",
    ),
  ).toEqual({
    company: "苏州恒达机械有限公司",
    name: "王芳",
    title: "采购经理",
    phone: "13800138000",
    landline: "0512-66001234",
    email: "wangfang@hengda.com.cn",
    address: "江苏省苏州市工业园区星湖街218号",
    website: "www.hengda.com.cn",
    wechat: "wf_hengda",
  });
});

it("reads an English signature", () => {
  expect(
    readCard("Anna Weber\nPurchasing Manager\nNordwind GmbH\nMobile: +49 171 2345678\nanna.weber@nordwind.de"),
  ).toEqual({
    name: "Anna Weber",
    title: "Purchasing Manager",
    company: "Nordwind GmbH",
    phone: "+49 171 2345678",
    email: "anna.weber@nordwind.de",
  });
});

it("finds nothing in what is no card", () => {
  expect(readCard("下周二上午\n把样品寄过去")).toEqual({});
});
