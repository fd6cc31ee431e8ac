// Written by go run ./app/gen from the program itself. Do not change it by hand.

/** A value that the program keeps as it is given. */
export type Json = unknown;

/** Names of records by their ids. */
export type Titles = { [id: string]: string };

/** A link to one record of any entity. */
export interface Link {
  entity: string;
  id: string;
}

/** A field as it travels: money and quantities are strings, days 2026-03-08, references ids. */
export type FieldValue = string | number | boolean | string[] | Link | LineValue[] | null | undefined;
export type LineValue = { [column: string]: FieldValue };

/** Fields by name, null is empty. */
export type RecordValues = { [field: string]: FieldValue };

/** A record of any entity: fields side by side, empty ones left out. */
export interface FlatRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** In the answer to a save: the change set, for the way back. */
  change?: string;
  /** What the caller may do with others of its kind, but not with this one. */
  refused?: string[];
  [field: string]: FieldValue | Titles;
}

/** The filter of every list. */
export type Where =
  | { field: string; op: string; value?: Operand }
  | { and: Where[] }
  | { or: Where[] }
  | { not: Where }
  | Record<string, never>;

export type RelativeUnit = "day" | "week" | "month" | "quarter" | "year";
export type Operand =
  | string
  | number
  | boolean
  | (string | number)[]
  | Link
  | { last: { [unit: string]: number } }
  | { next: { [unit: string]: number } | RelativeUnit }
  | { this: RelativeUnit }
  | { previous: RelativeUnit }
  | { today: true }
  | { me: true }
  | null;

/** An operation that became a job; its result is an R. */
export interface Started<R> {
  job: Omit<Job, "result"> & { result?: R };
}

// ---- the records of each entity ----

/** 客户 Customer */
export interface CustomerRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 客户名称 */
  name: string;
  /** 简称 */
  shortName?: string;
  /** 客户编号 */
  code?: string;
  /** 客户类型 */
  kind?: "customer" | "partner" | "reseller" | "supplier" | "investor" | "competitor";
  /** 客户状态 */
  status: "potential" | "interested" | "customer" | "dormant" | "lost";
  /** 客户级别 */
  level?: "A" | "B" | "C";
  /** 行业 */
  industry?: "manufacturing" | "electronics" | "automotive" | "energy" | "chemical" | "food" | "software" | "technology" | "telecommunications" | "medical" | "finance" | "retail" | "logistics" | "construction" | "education" | "government" | "agriculture" | "entertainment" | "marketing" | "employment" | "services" | (string & {});
  /** 客户来源 */
  source?: "referral" | "exhibition" | "website" | "call" | "advertising" | "returning" | "partner" | "tender" | "other" | (string & {});
  /** 特殊要求 */
  specialDemand?: string;
  /** 最近跟进 */
  lastFollowUpOn?: string;
  /** 下次跟进 */
  nextFollowUpOn?: string;
  /** 电话 */
  phone?: string;
  /** 邮箱 */
  email?: string;
  /** 网址 */
  website?: string;
  /** 地区 */
  region?: string;
  /** 详细地址 */
  address?: string;
  /** 统一社会信用代码 */
  creditCode?: string;
  /** 开户银行 */
  bankName?: string;
  /** 银行账号 */
  bankAccount?: string;
  /** 员工人数 */
  size?: number;
  /** 年收入 */
  annualRevenue?: string;
  /** 成立年份 */
  yearFounded?: number;
  /** 上级公司 */
  parentId?: string;
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 联系人 Contact */
export interface ContactRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 姓名 */
  name: string;
  /** 客户 */
  customerId?: string;
  /** 职务 */
  title?: string;
  /** 所在部门 */
  unit?: string;
  /** 决策角色 */
  decisionRole?: "decisionMaker" | "evaluator" | "influencer" | "buyer" | "user";
  /** 首要联系人 */
  primary?: boolean;
  /** 手机 */
  phone?: string;
  /** 座机 */
  landline?: string;
  /** 邮箱 */
  email?: string;
  /** 微信 */
  wechat?: string;
  /** 性别 */
  gender?: "male" | "female";
  /** 生日 */
  birthday?: string;
  /** 勿打扰 */
  doNotCall?: boolean;
  /** 已离职 */
  left?: boolean;
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 跟进记录 Follow-up */
export interface FollowUpRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 摘要 */
  summary?: string;
  /** 跟进内容 */
  content: string;
  /** 跟进方式 */
  way: "call" | "visit" | "wechat" | "email" | "meeting" | "other";
  /** 跟进时间 */
  at: string;
  /** 客户 */
  customerId?: string;
  /** 联系人 */
  contactId?: string;
  /** 关于 */
  subject?: Link;
  /** 结果 */
  result?: string;
  /** 地点 */
  place?: string;
  /** 下一步 */
  nextStep?: string;
  /** 下次跟进 */
  nextOn?: string;
  /** 完成的计划 */
  planId?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 跟进计划 Follow-up plan */
export interface FollowUpPlanRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 目标 */
  goal: string;
  /** 方式 */
  way?: "call" | "visit" | "wechat" | "email" | "meeting" | "other";
  /** 计划日期 */
  dueOn: string;
  /** 具体时间 */
  dueAt?: string;
  /** 状态 */
  status: "planned" | "postponed" | "done" | "cancelled";
  /** 客户 */
  customerId?: string;
  /** 联系人 */
  contactId?: string;
  /** 关于 */
  subject?: Link;
  /** 原定日期 */
  firstOn?: string;
  /** 完成时间 */
  doneAt?: string;
  /** 延期或取消原因 */
  reason?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 标签 Tag */
export interface TagRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 标签名称 */
  name: string;
  /** 颜色 */
  tone?: "accent" | "good" | "attention" | "bad";
  /** 说明 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 商机 Opportunity */
export interface OpportunityRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 商机名称 */
  name: string;
  /** 商机编号 */
  number?: string;
  /** 客户 */
  customerId?: string;
  /** 联系人 */
  contactId?: string;
  /** 产品 */
  productId?: string;
  /** 阶段 */
  stage: "qualify" | "discover" | "propose" | "negotiate" | "won" | "lost" | (string & {});
  /** 金额 */
  amount?: string;
  /** 赢率 */
  chance?: number;
  /** 赢率手工填写 */
  chanceByHand?: boolean;
  /** 加权金额 */
  weighted?: string;
  /** 预计成交日 */
  expectedCloseOn?: string;
  /** 下一步 */
  nextStep?: string;
  /** 开始日期 */
  openedOn?: string;
  /** 结束日期 */
  closedOn?: string;
  /** 输单原因 */
  lostReason?: string;
  /** 来源 */
  source?: "referral" | "exhibition" | "website" | "call" | "advertising" | "returning" | "partner" | "tender" | "other" | (string & {});
  /** 竞争对手 */
  competitor?: string;
  /** 销售流程 */
  pipelineId?: string;
  /** 备注 */
  note?: string;
  /** 进入阶段日期 */
  stageSince?: string;
  /** 阶段记录 */
  stageLog?: { from?: "qualify" | "discover" | "propose" | "negotiate" | "won" | "lost" | (string & {}); to?: "qualify" | "discover" | "propose" | "negotiate" | "won" | "lost" | (string & {}); at?: string; by?: string; days?: number; reason?: string }[];
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 订单 Order */
export interface OrderRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 订单编号 */
  number: string;
  /** 客户 */
  customerId?: string;
  /** 商机 */
  opportunityId?: string;
  /** 状态 */
  status: "draft" | "confirmed" | "financeChecked" | "picking" | "shipped" | "received" | "closed" | "cancelled";
  /** 下单日期 */
  orderedOn?: string;
  /** 订单金额 */
  total?: string;
  /** 客户群 */
  segment?: "consumer" | "corporate" | "homeOffice" | (string & {});
  /** 销售区域 */
  region?: string;
  /** 明细 */
  lines?: { productId?: string; description?: string; quantity?: string; unitPrice?: string; discount?: number; amount?: string; profit?: string }[];
  /** 发货日期 */
  shippedOn?: string;
  /** 运输方式 */
  shipMode?: "standard" | "second" | "first" | "sameDay" | (string & {});
  /** 国家 */
  country?: string;
  /** 省份 */
  state?: string;
  /** 城市 */
  city?: string;
  /** 收货地址 */
  address?: string;
  /** 邮编 */
  postalCode?: string;
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 产品 Product */
export interface ProductRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 产品名称 */
  name: string;
  /** 产品编号 */
  code?: string;
  /** 产品类别 */
  category?: string;
  /** 子类别 */
  subCategory?: string;
  /** 系列 */
  series?: string;
  /** 规格型号 */
  spec?: string;
  /** 单位 */
  unit?: string;
  /** 标准价格 */
  price?: string;
  /** 成本价 */
  cost?: string;
  /** 在售 */
  active?: boolean;
  /** 产品说明 */
  description?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 销售流程 Pipeline */
export interface PipelineRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 流程名称 */
  name: string;
  /** 默认流程 */
  standard?: boolean;
  /** 在用 */
  active?: boolean;
  /** 阶段 */
  stages?: { name?: string; key?: string; chance?: number; kind?: "open" | "won" | "lost"; rotDays?: number; asksAmount?: boolean; asksClose?: boolean }[];
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 用户 User */
export interface UserRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 姓名 */
  name: string;
  /** 登录名 */
  login?: string;
  /** 职位 */
  title?: string;
  /** 直属上级 */
  managerId?: string;
  /** 角色 */
  roleIds?: string[];
  /** 手机 */
  phone?: string;
  /** 邮箱 */
  email?: string;
  /** 界面语言 */
  lang?: "zh-CN" | "en";
  /** 在用 */
  active?: boolean;
  /** 月薪 */
  salary?: string;
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 部门 Department */
export interface DepartmentRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 部门名称 */
  name: string;
  /** 上级部门 */
  parentId?: string;
  /** 部门负责人 */
  managerId?: string;
  /** 备注 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 角色 Role */
export interface RoleRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 角色名称 */
  name: string;
  /** 权限代号 */
  key?: string;
  /** 说明 */
  description?: string;
  /** 权限 */
  grants?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 共享 Share */
export interface ShareRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 记录 */
  title: string;
  /** 共享的记录 */
  record: Link;
  /** 共享给用户 */
  toUserId?: string;
  /** 共享给部门 */
  toDepartmentId?: string;
  /** 权限 */
  right: "read" | "write";
  /** 有效期至 */
  untilOn?: string;
  /** 说明 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 报表 Report */
export interface ReportRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 报表名称 */
  name: string;
  /** 记录种类 */
  entity: string;
  /** 筛选条件 */
  where?: string;
  /** 排序 */
  sort?: string;
  /** 列 */
  columns?: string;
  /** 分组 */
  groups?: string;
  /** 大家可用 */
  shared?: boolean;
  /** 说明 */
  note?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 列表视图 Saved view */
export interface ViewRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 名称 */
  name: string;
  /** 记录种类 */
  of: string;
  /** 内容 */
  query?: string;
  /** 共享 */
  shared?: boolean;
  /** 默认打开的角色 */
  for?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 设置 Setting */
export interface SettingRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 名称 */
  key: string;
  /** 内容 */
  value?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 自定义字段 Custom field */
export interface CustomFieldRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 名称 */
  labelZh: string;
  /** 英文名称 */
  labelEn?: string;
  /** 记录种类 */
  of: string;
  /** 字段代号 */
  name: string;
  /** 类型 */
  kind: string;
  /** 必填 */
  required?: boolean;
  /** 索引 */
  indexed?: boolean;
  /** 搜索权重 */
  weight?: number;
  /** 指向 */
  target?: string;
  /** 选项 */
  options?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 审计记录 Audit event */
export interface AuditEventRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 事项 */
  kind: "signIn" | "signInFailed" | "signOut" | "lock" | "unlock" | "key" | "rights" | "actAs" | "read" | "print" | "export" | "exportAll" | "backup" | "backupFailed" | "drill" | "restore" | "erase" | "refused";
  /** 时间 */
  at: string;
  /** 人员编号 */
  userId?: string;
  /** 人员 */
  userName?: string;
  /** 来处 */
  door?: "window" | "office" | "command" | "program";
  /** 地址 */
  from?: string;
  /** 内容 */
  what?: string;
  /** 内容（英文） */
  whatEN?: string;
  /** 记录种类 */
  entity?: string;
  /** 记录编号 */
  recordId?: string;
  /** 记录 */
  title?: string;
  /** 保密组 */
  group?: string;
  /** 数量 */
  count?: number;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** 附件 Attachment */
export interface AttachmentRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** 文件名 */
  name: string;
  /** 所属记录 */
  record: Link;
  /** 内容 */
  file: string;
  /** 大小 */
  size?: number;
  /** 类型 */
  type?: string;
  /** 负责人 */
  ownerId?: string;
  /** 所属部门 */
  departmentId?: string;
  /** 标签 */
  tags?: string[];
  /** 创建时间 */
  createdAt?: string;
  /** 创建人 */
  createdBy?: string;
  /** 更新时间 */
  updatedAt?: string;
  /** 更新人 */
  updatedBy?: string;
  /** 删除时间 */
  deletedAt?: string;
}

/** Every entity's record by its name. */
export interface Records {
  customer: CustomerRecord;
  contact: ContactRecord;
  followUp: FollowUpRecord;
  followUpPlan: FollowUpPlanRecord;
  tag: TagRecord;
  opportunity: OpportunityRecord;
  order: OrderRecord;
  product: ProductRecord;
  pipeline: PipelineRecord;
  user: UserRecord;
  department: DepartmentRecord;
  role: RoleRecord;
  share: ShareRecord;
  report: ReportRecord;
  view: ViewRecord;
  setting: SettingRecord;
  customField: CustomFieldRecord;
  auditEvent: AuditEventRecord;
  attachment: AttachmentRecord;
}
export type EntityName = keyof Records;

// ---- what goes into operations and comes out ----

export interface Account {
  name: string;
  login: string;
  hasPassword: boolean;
  change: boolean;
  sessions: Session[];
}

export interface AccountList {
  accounts: AccountRow[];
  secret: string;
}

export interface AccountRow {
  userId: string;
  name: string;
  login: string;
  active: boolean;
  owner: boolean;
  hasPassword: boolean;
  change: boolean;
  wait?: number;
  sessions: number;
  seenAt?: string;
}

export interface AggregateInput {
  entity: string;
  where?: Json;
  groups?: GroupBy[];
  measures: Measure[];
  sort?: By;
  limit?: number;
}

export interface AggregateOutput {
  rows: AggregateRow[];
  titles: Titles;
}

export interface AggregateRow {
  keys: Json[];
  values: Json[];
}

export interface AnomaliesInput {
  days?: number;
}

export interface AnomaliesOutput {
  found: Anomaly[];
  rules: string[];
}

export interface Anomaly {
  rule: string;
  at: string;
  userName: string;
  what: string;
  kinds: string[];
  on: string;
}

export interface AnswersInput {
  questions: AggregateInput[];
}

export interface AnswersOutput {
  answers: AggregateOutput[];
}

export interface ArchivedInput {
  path: string;
  bytes: number;
}

export interface AsOfInput {
  entity: string;
  id: string;
  at: string;
}

export interface AsOfOutput {
  record: FlatRecord;
  existed: boolean;
  deleted: boolean;
  rev: number;
  since: string;
  actorName: string;
  later: number;
  differs: string[];
  titles: Titles;
}

export interface AssignInput {
  entity: string;
  ids?: string[];
  where?: Json;
  ownerId: string;
}

export interface AttachInput {
  entity: string;
  id: string;
  files: AttachedFile[];
}

export interface AttachOutput {
  change: string;
  ids: string[];
}

export interface AttachedFile {
  file: string;
  name: string;
}

export interface AttachmentAnswer {
  id: string;
  rev: number;
  file: string;
  name: string;
  size: number;
  type: string;
  at: string;
  by: string;
  byName: string;
}

export interface AttachmentChange {
  seq: number;
  set: string;
  at: string;
  actor: string;
  actorName: string;
  verb: string;
  files: AttachmentMention[];
}

export interface AttachmentHistoryOutput {
  changes: AttachmentChange[];
}

export interface AttachmentMention {
  id: string;
  file: string;
  name: string;
  size: number;
  here: boolean;
}

export interface AttachmentsOutput {
  attachments: AttachmentAnswer[];
  may: boolean;
}

export interface AuditEvent {
  id: string;
  at: string;
  kind: string;
  label: string;
  tone?: string;
  userName?: string;
  door?: string;
  from?: string;
  what: string;
  entity?: string;
  recordId?: string;
  title?: string;
  count?: number;
}

export interface AuditInput {
  kinds?: string[];
  user?: string;
  text?: string;
  from?: string;
  to?: string;
  limit?: number;
  skip?: number;
}

export interface AuditOutput {
  events: AuditEvent[];
  total: number;
  people: string[];
}

export interface BackupDone {
  id: string;
  at: string;
  bytes: number;
  written: number;
  records: number;
  files: number;
  verified: boolean;
  pruned: number;
  problem?: string;
}

export interface BackupEntry {
  id: string;
  at: string;
  bytes: number;
  records: number;
  seq: number;
}

export interface BackupList {
  backups: BackupEntry[];
  others: number;
  folder: string;
}

export interface BackupPlanInput {
  folder: string;
  auto: boolean;
  follow?: boolean;
}

export interface BackupStatus {
  possible: boolean;
  folder?: string;
  auto: boolean;
  there: boolean;
  sameDisk: boolean;
  suggest: string[];
  goodAt?: string;
  provedAt?: string;
  triedAt?: string;
  problem?: string;
  days: number;
  warn: boolean;
  bytes?: number;
  records?: number;
  home?: string;
  running: boolean;
  follow: boolean;
  followedAt?: string;
  followBehind?: number;
  followProblem?: string;
  followFolder?: string;
}

export interface BinInput {
  entity?: string;
  actor?: string;
  from?: string;
  to?: string;
  before?: string;
  limit?: number;
}

export interface BinOutput {
  rows: BinRow[];
  total: number;
  more?: boolean;
}

export interface BinRestoreInput {
  records: Ref[];
  alone?: boolean;
}

export interface BinRow {
  entity: string;
  id: string;
  title: string;
  deletedAt: string;
  actor: string;
  actorName: string;
  set?: string;
  together?: number;
  with?: string;
}

export interface BookDescription {
  name: string;
  practice: boolean;
  sealed: boolean;
  noted: string;
}

export interface BulkFailed {
  id: string;
  title: string;
  reason: string;
}

export interface BulkInput {
  entity: string;
  ids?: string[];
  where?: Json;
}

export interface BulkResult {
  change?: string;
  done: number;
  same?: number;
  failed: BulkFailed[];
  more?: number;
}

export interface BulkUpdateInput {
  entity: string;
  ids?: string[];
  where?: Json;
  set: RecordValues;
}

export interface By {
  measure: number;
  desc?: boolean;
}

export interface CancelInput {
  id: string;
  reason?: string;
}

export interface ChangeDetail {
  records: ChangedRecord[];
  total: number;
  titles: Titles;
}

export interface ChangeDetailInput {
  change: string;
  limit?: number;
}

export interface ChangePassphraseInput {
  passphrase?: string;
  next: string;
}

export interface ChangeRef {
  change: string;
}

export interface ChangeSet {
  set: string;
  label: string;
  kind: string;
  at: string;
  actor: string;
  actorName: string;
  count: number;
  entities: string[];
  undone: boolean;
  lasting?: boolean;
}

export interface ChangedRecord {
  entity: string;
  id: string;
  title: string;
  verb: string;
  fields: FieldChange[];
}

export interface ChangesInput {
  limit?: number;
  before?: number;
  actor?: string;
  entity?: string;
  kind?: string;
  from?: string;
  to?: string;
}

export interface ChangesOutput {
  sets: ChangeSet[];
  next?: number;
}

export interface ChartInput {
  entity: string;
  title: string;
  about?: string;
  kind: string;
  labels: string[];
  series: ChartSeries[];
  rows: ChartRow[];
  total?: string[];
  drawn?: number;
}

export interface ChartRow {
  labels: string[];
  values: string[];
}

export interface ChartSeries {
  name: string;
  format: string;
}

export interface CreateInput {
  entity: string;
  record: RecordValues;
}

export interface CycleInput {
  where?: Json;
}

export interface CycleOutput {
  count: number;
  meanDays: number;
  medianDays: number;
}

export interface DefaultView {
  entity: string;
  chosen: boolean;
  view?: string;
  team?: string;
}

export interface DeleteInput {
  entity: string;
  id: string;
  rev?: number;
  with?: boolean;
}

export interface Description {
  entities: EntityDescription[];
  modules: ModuleDescription[];
  user: UserDescription;
  book: BookDescription;
  version: string;
}

export interface DoorState {
  phase: string;
  sealed: boolean;
  asks: string;
  damaged: boolean;
  lost: boolean;
  wait: number;
  idle: number;
  user: string;
  local: boolean;
  people: Person[];
  keychain: string;
}

export interface Draft {
  place?: string;
  text: string;
}

export interface DraftPlace {
  place?: string;
}

export interface DrillDone {
  id: string;
  at: string;
  records: number;
  changes: number;
  files: number;
}

export interface DrillInput {
  id?: string;
}

export interface EndInput {
  id?: string;
  secret?: string;
}

export interface EndUserInput {
  userId: string;
}

export interface Ended {
  sessions: number;
}

export interface EntityDescription {
  name: string;
  label: LangText;
  plural: LangText;
  module: string;
  icon?: string;
  title: string;
  quiet?: boolean;
  fields: FieldDescription[];
  verbs: string[];
  attachable?: boolean;
}

export interface EntityReach {
  entity: string;
  label: LangText;
  actions: { [key: string]: string };
  count: number;
  total?: number;
  why: string;
}

export interface EraseAsk {
  entity: string;
  id: string;
}

export interface EraseBackup {
  id: string;
  at: string;
}

export interface EraseBackups {
  folder: string;
  there: boolean;
  older: EraseBackup[];
}

export interface EraseCount {
  entity: string;
  label: string;
  count: number;
}

export interface EraseDone {
  frames: number;
  changes: number;
  files: number;
  recovery: string;
  backups: EraseBackups;
}

export interface EraseInput {
  entity: string;
  id: string;
  name: string;
  secret?: string;
  words?: string[];
  goOn?: boolean;
}

export interface ErasePending {
  entity: string;
  id: string;
  at: string;
}

export interface ErasePreview {
  entity: string;
  id: string;
  title: string;
  named: string;
  stays: boolean;
  secret: string;
  fields: string[];
  whole: EraseCount[];
  texts: EraseCount[];
  others: EraseCount[];
  files: number;
  changes: number;
  words: EraseWord[];
  backups: EraseBackups;
  pending?: ErasePending;
}

export interface EraseRef {
  entity: string;
  id: string;
  title: string;
}

export interface EraseStatus {
  pending?: ErasePending;
  secret: string;
  at?: string;
  backups: EraseBackups;
}

export interface EraseWord {
  text: string;
  kind: string;
  places: number;
  some: EraseRef[];
  suggest: boolean;
  doubt?: string;
}

export interface ExportGroup {
  name: string;
  where: Json;
}

export interface ExportGroups {
  by: string;
  list: ExportGroup[];
  sums?: string[];
}

export interface ExportInput {
  entity: string;
  where?: Json;
  ids?: string[];
  sort?: Sort[];
  columns?: string[];
  format?: string;
  lang?: string;
  groups?: ExportGroups;
}

export interface ExportResult {
  file: string;
  name: string;
  rows: number;
}

export interface Fault {
  kind: string;
  message: string;
  fields?: { [key: string]: string };
}

export interface FieldChange {
  field: string;
  old: Json;
  new: Json;
}

export interface FieldDescription {
  name: string;
  label: LangText;
  kind: string;
  required?: boolean;
  readOnly?: boolean;
  unique?: boolean;
  indexed?: boolean;
  max?: number;
  min?: number;
  options?: Option[];
  dictated?: boolean;
  target?: string;
  inverse?: LangText;
  fields?: FieldDescription[];
  currency?: string;
  search?: number;
  custom?: boolean;
  system?: boolean;
  unlisted?: boolean;
  private?: string;
  section?: LangText;
  hint?: LangText;
  long?: boolean;
  default?: Json;
}

export interface FieldInput {
  entity: string;
  name: string;
  kind: string;
  label: LangText;
  required?: boolean;
  indexed?: boolean;
  weight?: number;
  target?: string;
  options?: Option[];
}

export interface FieldRef {
  entity: string;
  name: string;
}

export interface FieldsInput {
  entity?: string;
}

export interface FieldsOutput {
  fields: FieldInput[];
}

export interface Figures {
  title: string;
  book: string;
  period: string;
  month?: string;
  from?: string;
  to?: string;
  totals: Totals;
  people: PersonRow[];
  departments: ShareRow[];
  regions?: ShareRow[];
  stages: StageRow[];
  months: MonthRow[];
  lostReasons: ShareRow[];
  orders?: ShareRow[];
  categories?: ShareRow[];
  products?: ShareRow[];
  sold?: ProductRow[];
}

export interface FilesHealth {
  count: number;
  bytes: number;
}

export interface FollowerHealth {
  name: string;
  cursor: number;
  behind: number;
  error?: string;
  setAway: number;
}

export interface FunnelInput {
  where?: Json;
}

export interface FunnelOutput {
  stages: FunnelStage[];
  lostCount: number;
  lostAmount: string;
}

export interface FunnelStage {
  stage: string;
  name: string;
  reach: string[];
  count: number;
  amount: string;
  nowCount: number;
  nowAmount: string;
  leftCount: number;
  meanDays: number;
  medianDays: number;
}

export interface GetInput {
  entity: string;
  id: string;
  ahead?: boolean;
}

export interface GivePasswordInput {
  userId: string;
  password: string;
  secret?: string;
}

export interface GroupBy {
  field: string;
  by?: string;
}

export interface GroupReach {
  group: string;
  right: string;
  fields: string[];
}

export interface HandoverAsk {
  from: string;
}

export interface HandoverCount {
  entity: string;
  label: LangText;
  count: number;
  titles: string[];
}

export interface HandoverInput {
  from: string;
  to: string;
  entities?: string[];
  leave?: boolean;
}

export interface HandoverPreview {
  from: string;
  name: string;
  active: boolean;
  counts: HandoverCount[];
  total: number;
  below: string[];
}

export interface HandoverResult {
  change?: string;
  from: string;
  fromName: string;
  to: string;
  toName: string;
  byName: string;
  at: string;
  left: boolean;
  counts: HandoverCount[];
  total: number;
  failed: number;
  rest: number;
  file?: string;
  fileName?: string;
}

export interface HangingGroup {
  entity: string;
  field: string;
  count: number;
}

export interface HangingOutput {
  groups: HangingGroup[];
  total: number;
}

export interface Health {
  journal: JournalHealth;
  followers: FollowerHealth[];
  notes: HealthNote[];
  search: SearchHealth;
  files: FilesHealth;
  key: KeyHealth;
  records: RecordsOfOne[];
  jobs: { [key: string]: number };
}

export interface HealthNote {
  at: string;
  text: string;
}

export interface HistoryChange {
  seq: number;
  set: string;
  label?: string;
  at: string;
  actor: string;
  actorName: string;
  verb: string;
  rev: number;
  fields: FieldChange[];
}

export interface HistoryInput {
  entity: string;
  id: string;
  before?: number;
  limit?: number;
}

export interface HistoryOutput {
  changes: HistoryChange[];
  titles: Titles;
}

export interface ImportCell {
  row: number;
  heading: string;
  text: string;
  title?: string;
}

export interface ImportColumn {
  index: number;
  heading: string;
  field?: string;
  confidence: number;
  offers?: ImportOffer[];
  samples: string[];
  filled: number;
  remembered?: boolean;
  rival?: string;
}

export interface ImportCounts {
  created: number;
  updated: number;
  skipped: number;
  rejected: number;
}

export interface ImportDifference {
  field: string;
  old?: string;
  new?: string;
}

export interface ImportEntity {
  entity: string;
  confidence: number;
  placed: number;
}

export interface ImportField {
  field: string;
  label: LangText;
  kind: string;
  required?: boolean;
}

export interface ImportFile {
  file: string | { path: string };
  name: string;
  kind: string;
  encoding?: string;
  sheets: ImportSheet[];
}

export interface ImportGuess {
  sheet: string;
  headingRow: number;
  rows: number;
  leftOut?: number[];
  hidden?: number;
  columns: ImportColumn[];
  fields: ImportField[];
  values: { [key: string]: ImportValue[] };
  dates?: string;
  datesSure: boolean;
  match: string;
  matches: string[];
  known: { [key: string]: number };
  missing: { [key: string]: string };
}

export interface ImportGuessInput {
  entity: string;
  file: string | { path: string };
  sheet?: string;
  headingRow?: number;
  encoding?: string;
  columns?: { [key: string]: string };
}

export interface ImportInput {
  entity: string;
  file: string | { path: string };
  sheet?: string;
  headingRow?: number;
  encoding?: string;
  columns?: { [key: string]: string };
  values?: { [key: string]: { [key: string]: string } };
  dates?: string;
  match?: string;
  policy?: string;
  missing?: { [key: string]: string };
  repeats?: string;
  texts?: { [key: string]: { [key: string]: string } };
  cells?: ImportCell[];
  dryRun?: boolean;
  remember?: boolean;
  onlyShown?: boolean;
}

export interface ImportLeftOut {
  heading: string;
  filled: number;
  field?: string;
  rival?: string;
}

export interface ImportOffer {
  field: string;
  confidence: number;
}

export interface ImportOpenInput {
  file: string | { path: string };
  encoding?: string;
  delimiter?: string;
}

export interface ImportPreview {
  row: number;
  also?: number[];
  verb: string;
  title: string;
  fields: ImportDifference[];
}

export interface ImportReading {
  text: string;
  value: string;
}

export interface ImportReason {
  reason: string;
  rows: number;
  examples: number[];
  field?: string;
  heading?: string;
  values?: ImportWrong[];
  cells?: ImportCell[];
}

export interface ImportRecognizeInput {
  file: string | { path: string };
  sheet?: string;
  headingRow?: number;
  encoding?: string;
}

export interface ImportRecognized {
  entities: ImportEntity[];
}

export interface ImportRepeat {
  title: string;
  rows: number[];
  differ: string[];
}

export interface ImportRepeats {
  rows: number;
  records: number;
  differ: number;
  rule: string;
  field?: string;
  examples: ImportRepeat[];
}

export interface ImportResult {
  entity: string;
  file: string;
  read: number;
  created: number;
  updated: number;
  skipped: number;
  rejected: number;
  records: ImportCounts;
  reasons: ImportReason[];
  warnings?: ImportReason[];
  repeated?: ImportRepeats;
  worded?: ImportWorded;
  rounded: number;
  linked: { [key: string]: number };
  matched?: ImportValue[];
  change?: string;
  from?: string;
  to?: string;
  errors?: string;
  errorName?: string;
  preview: ImportPreview[];
  dryRun?: boolean;
  cancelled?: boolean;
  leftOut?: ImportLeftOut[];
}

export interface ImportRow {
  row: number;
  cells: string[];
}

export interface ImportSample {
  index: number;
  heading: string;
  samples: string[];
}

export interface ImportSheet {
  name: string;
  rows: number;
  headingRow: number;
  hidden?: boolean;
  problem?: string;
  columns: ImportSample[];
  head: ImportRow[];
}

export interface ImportValue {
  text: string;
  value?: string;
  title?: string;
  confidence: number;
  rows: number;
  remembered?: boolean;
}

export interface ImportWorded {
  cells: number;
  examples: ImportReading[];
}

export interface ImportWrong {
  text: string;
  rows: number;
}

export interface Job {
  id: string;
  kind: string;
  label?: string;
  state: string;
  done: number;
  total: number;
  result?: Json;
  error?: Fault;
  startedAt: string;
}

export interface JobAnswer {
  job: Job;
}

export interface JobList {
  jobs: Job[];
}

export interface JobRef {
  id: string;
}

export interface JournalHealth {
  book: string;
  seq: number;
  durable: number;
  segments: number;
  size: number;
  view: number;
  free: number;
  writable: boolean;
  reason?: string;
}

export interface KeyHealth {
  kept: string;
  folder?: string;
  copies: number;
  problem?: string;
  keychain?: string;
}

export interface LangText {
  zh: string;
  en: string;
}

export interface LastChanges {
  undo?: ChangeSet;
  redo?: ChangeSet;
}

export interface Lent {
  at: string;
  records: number;
}

export interface LentResult {
  change: string;
  records: number;
}

export interface Letterhead {
  company?: string;
  address?: string;
  contact?: string;
  logo?: string;
}

export interface Link {
  entity: string;
  id: string;
}

export interface ListInput {
  entity: string;
  where?: Json;
  sort?: Sort[];
  columns?: string[];
  limit?: number;
  after?: string;
  skip?: number;
  deleted?: boolean;
}

export interface ListOutput {
  rows: FlatRecord[];
  total: number;
  next?: string;
  titles: Titles;
}

export interface Listed {
  name: string;
  label: LangText;
  kind: string;
  entity?: string;
  id?: string;
}

export interface LockSetting {
  minutes: number;
}

export interface LoseInput {
  id: string;
  rev?: number;
  lostReason: string;
  competitor?: string;
  closedOn?: string;
}

export interface Measure {
  op: string;
  field?: string;
}

export interface ModuleDescription {
  name: string;
  label: LangText;
}

export interface MonthRow {
  month: string;
  wonAmount: string;
  wonCount: number;
  orderAmount?: string;
  orderCount?: number;
}

export interface MoveInput {
  id: string;
  rev?: number;
  stage: string;
  lostReason?: string;
  reason?: string;
  amount?: string;
  expectedCloseOn?: string;
}

export interface Moved {
  id: string;
  change: string;
  rev: number;
  stage: string;
  chance: number;
  closedOn?: string;
}

export interface Option {
  value: string;
  label: LangText;
  tone?: string;
}

export interface OrderInput {
  id: string;
}

export interface OrderState {
  id: string;
  rev: number;
  status: string;
}

export interface Params {
  month?: string;
  all?: boolean;
}

export interface PassphraseInput {
  passphrase: string;
}

export interface PasswordInput {
  old?: string;
  new: string;
}

export interface PasteFault {
  id: string;
  field: string;
  text: string;
  reason: string;
}

export interface PasteInput {
  entity: string;
  rows: PasteRow[];
}

export interface PasteResult {
  change?: string;
  records: number;
  cells: number;
  faults: PasteFault[];
}

export interface PasteRow {
  id: string;
  cells: { [key: string]: string };
}

export interface Person {
  login: string;
  name: string;
  password: boolean;
  passphrase: boolean;
}

export interface PersonRow {
  id: string;
  name: string;
  department?: string;
  wonAmount: string;
  wonCount: number;
  lostCount: number;
  openAmount: string;
  openCount: number;
  weighted: string;
  orderAmount?: string;
  followUps?: number;
}

export interface PipelineOnInput {
  on: string;
  where?: Json;
  by?: GroupBy;
}

export interface PipelineOnOutput {
  total: PipelinePart;
  parts: PipelinePart[];
}

export interface PipelineOutput {
  id: string;
  name: string;
  stages: PipelineStage[];
}

export interface PipelinePart {
  key?: string;
  stage?: string;
  count: number;
  amount: string;
  weighted: string;
  unknownCount: number;
  unknownAmount: string;
}

export interface PipelineStage {
  name: string;
  key: string;
  chance: number;
  kind: string;
  rotDays: number;
  asksAmount: boolean;
  asksClose: boolean;
}

export type PipelinesInput = Record<string, never>;

export interface PipelinesOutput {
  pipelines: PipelineOutput[];
}

export interface PlanInput {
  id: string;
}

export interface PlanOutput {
  id: string;
  rev: number;
  status: string;
  dueOn: string;
}

export interface PostponeInput {
  id: string;
  dueOn: string;
  reason?: string;
}

export interface PracticeResult {
  records: { [key: string]: number };
}

export interface Preferences {
  lang?: string;
  theme?: string;
  density?: string;
  fontSize?: number;
  bookName?: string;
  flags?: { [key: string]: string };
}

export interface PrintedInput {
  entity?: string;
  id?: string;
  title: string;
  rows?: number;
}

export interface ProductRow {
  name: string;
  quantity: string;
  amount: string;
}

export interface ReachInput {
  userId: string;
  entity?: string;
  id?: string;
}

export interface ReachOutput {
  userId: string;
  name: string;
  active: boolean;
  department?: string;
  roles: string[];
  below: string[];
  departments: string[];
  administer: boolean;
  entities: EntityReach[];
  groups: GroupReach[];
  shares: ShareAnswer[];
  record?: RecordReach;
}

export interface RecordInput {
  subject?: Link;
  customerId?: string;
  contactId?: string;
  way?: string;
  content: string;
  at?: string;
  result?: string;
  place?: string;
  nextStep?: string;
  nextOn?: string;
  nextWay?: string;
  nextGoal?: string;
  planId?: string;
}

export interface RecordOutput {
  followUpId: string;
  planId?: string;
  customerId?: string;
}

export interface RecordReach {
  entity: string;
  id: string;
  title: string;
  actions: RecordVerdict[];
}

export interface RecordVerdict {
  action: string;
  allow: boolean;
  why: string;
}

export interface RecordsOfOne {
  entity: string;
  count: number;
}

export interface RecoverInput {
  from?: string;
  recovery?: string;
  passphrase: string;
}

export interface Recovered {
  state: DoorState;
  recovery: string;
}

export interface RecoveryKey {
  recovery: string;
}

export interface Ref {
  entity: string;
  id: string;
}

export interface RegionNode {
  name: string;
  children?: RegionNode[];
}

export interface RegionsOutput {
  provinces: RegionNode[];
}

export interface RememberInput {
  on: boolean;
  passphrase?: string;
}

export interface Remembers {
  state: string;
  can: boolean;
  local: boolean;
}

export interface RemoveAttachmentsInput {
  ids: string[];
}

export interface RenameAttachmentInput {
  id: string;
  rev: number;
  name: string;
}

export interface RenewedBackups {
  made: BackupDone;
  removed: number;
}

export interface ReopenInput {
  id: string;
  rev?: number;
  reason?: string;
  stage?: string;
}

export interface ReportsListOutput {
  reports: Listed[];
}

export interface ResealInput {
  passphrase?: string;
}

export interface Resealing {
  unfinished: boolean;
  advised: boolean;
  at?: string;
}

export interface RestoreInput {
  file?: string;
  folder?: string;
  passphrase?: string;
}

export interface RestoreResult {
  records: { [key: string]: number };
}

export interface RestoreToInput {
  id?: string;
  at?: string;
  folder: string;
}

export interface RestoredTo {
  folder: string;
  at: string;
  records: number;
  gone: number;
}

export interface RoleAnswer {
  id: string;
  rev: number;
  key?: string;
  name: string;
  description?: string;
  fixed: boolean;
  standard: boolean;
  users: number;
  administer: boolean;
  entities: { [key: string]: { [key: string]: string } };
  groups: { [key: string]: string };
}

export interface RoleEntity {
  name: string;
  label: LangText;
  module: string;
  open: boolean;
  shared: boolean;
}

export interface RoleGroup {
  name: string;
  fields: string[];
}

export interface RoleInput {
  id?: string;
  rev?: number;
  name: string;
  description?: string;
  standard?: boolean;
  administer?: boolean;
  entities?: { [key: string]: { [key: string]: string } };
  groups?: { [key: string]: string };
}

export interface RoleSaved {
  id: string;
  rev: number;
  change: string;
}

export interface RolesOutput {
  roles: RoleAnswer[];
  entities: RoleEntity[];
  actions: string[];
  reaches: string[];
  groups: RoleGroup[];
  may: boolean;
}

export interface RunInput {
  name: string;
  params?: Params;
}

export interface RunResult {
  file: string;
  name: string;
}

export interface SalesCancelInput {
  id: string;
  reason?: string;
}

export interface SearchGroup {
  entity: string;
  total: number;
  about?: boolean;
  hits: SearchHit[];
}

export interface SearchHealth {
  built: boolean;
  building: boolean;
  damaged: boolean;
  cursor: number;
  records: number;
  names: number;
}

export interface SearchHit {
  id: string;
  title: string;
  snippet?: string;
}

export interface SearchInput {
  text: string;
  entities?: string[];
  ownerId?: string;
  from?: string;
  to?: string;
  limit?: number;
  order?: string;
}

export interface SearchOutput {
  groups: SearchGroup[];
  building?: boolean;
}

export interface Session {
  id: string;
  door: string;
  agent?: string;
  from?: string;
  local: boolean;
  here: boolean;
  locked: boolean;
  beganAt: string;
  seenAt: string;
}

export interface ShareAnswer {
  id: string;
  entity: string;
  recordId: string;
  title: string;
  userId?: string;
  departmentId?: string;
  name: string;
  right: string;
  untilOn?: string;
  ended: boolean;
  note?: string;
  by: string;
  may: boolean;
}

export interface ShareInput {
  entity: string;
  id: string;
  share?: string;
  userId?: string;
  departmentId?: string;
  right: string;
  untilOn?: string;
  note?: string;
}

export interface ShareRef {
  share: string;
}

export interface ShareRow {
  name: string;
  amount: string;
  count: number;
}

export interface Shared {
  change: string;
  share: string;
}

export interface SharesInput {
  entity: string;
  id: string;
}

export interface SharesOutput {
  shares: ShareAnswer[];
  may: boolean;
  goes: LangText[];
}

export interface SignInInput {
  login: string;
  password?: string;
}

export interface Sort {
  field: string;
  desc?: boolean;
}

export interface SpeakInput {
  lang: string;
}

export interface StageRow {
  stage: string;
  name: string;
  amount: string;
  count: number;
  weighted: string;
}

export interface Start {
  own: { [key: string]: number };
  moved: number;
  lent?: Lent;
}

export interface SuggestInput {
  text: string;
  entity?: string;
  limit?: number;
}

export interface SuggestOutput {
  hits: Suggestion[];
}

export interface Suggestion {
  entity: string;
  id: string;
  title: string;
  detail?: string;
}

export interface TodayFigure {
  key: string;
  entity: string;
  count: number;
  amount: string;
  where: Where;
}

export interface TodayInput {
  everybody?: boolean;
  limit?: number;
}

export interface TodayItem {
  kind: string;
  entity: string;
  id: string;
  title: string;
  on?: string;
  overdue: boolean;
  days: number;
  at?: string;
  reasons?: string[];
  way?: string;
  stage?: string;
  level?: string;
  amount?: string;
  subject?: Link;
  about?: string;
  customerId?: string;
  customer?: string;
  specialDemand?: string;
  contactId?: string;
  contact?: string;
  phone?: string;
  lastFollowUpOn?: string;
  ownerId?: string;
  owner?: string;
}

export interface TodayOutput {
  on: string;
  items: TodayItem[];
  overdue: number;
  sections: TodaySection[];
  figures: TodayFigure[];
}

export interface TodaySection {
  kind: string;
  entity: string;
  total: number;
  where: Where;
  days?: { [key: string]: number };
}

export interface Totals {
  wonAmount: string;
  wonCount: number;
  lostCount: number;
  openAmount: string;
  openCount: number;
  weighted: string;
  orderAmount?: string;
  orderCount?: number;
  newCustomers?: number;
  followUps?: number;
}

export interface UndoConflict {
  entity: string;
  id: string;
  title: string;
  reason: string;
}

export interface UndoneResult {
  set: string;
  reverted: number;
  conflicts: UndoConflict[];
}

export interface UnfinishedImport {
  set: string;
  entity: string;
  file: string;
  at: string;
  rows: number;
  anew?: boolean;
  written: number;
  undone: boolean;
}

export interface UnfinishedImports {
  imports: UnfinishedImport[];
}

export interface UnlockInput {
  secret: string;
}

export interface UpdateInput {
  entity: string;
  id: string;
  rev: number;
  set: RecordValues;
}

export interface UserDescription {
  id: string;
  name: string;
  lang: string;
  roles: string[];
  admin: boolean;
}

export interface ViewAnswer {
  id: string;
  rev: number;
  entity: string;
  name: string;
  shared: boolean;
  mine: boolean;
  query: Json;
  for?: string[];
  change?: string;
}

export interface ViewChange {
  change?: string;
}

export interface ViewChoice {
  entity: string;
  view?: string;
  whole?: boolean;
}

export interface ViewDefault {
  id: string;
  roles?: string[];
  everybody?: boolean;
}

export interface ViewInput {
  id?: string;
  entity: string;
  name: string;
  shared?: boolean;
  query: Json;
}

export interface ViewRef {
  id: string;
}

export interface ViewsInput {
  entity?: string;
}

export interface ViewsOutput {
  views: ViewAnswer[];
  defaults: DefaultView[];
}

export interface WinInput {
  id: string;
  rev?: number;
  amount?: string;
  closedOn?: string;
}

/** Every operation: its input and its output. */
export interface Operations {
  /** Ends one session of the caller's, or all of them. */
  "account.endSessions": { in: EndInput; out: Ended };
  /** How the caller signs in, and where they are signed in. */
  "account.get": { in: Record<string, never>; out: Account };
  /** Sets or changes the caller's own password; other sessions of theirs end. */
  "account.setPassword": { in: PasswordInput; out: Account };
  /** Ends all sessions of a user, for owners. */
  "accounts.endSessions": { in: EndUserInput; out: Ended };
  /** How everybody signs in, for owners. */
  "accounts.list": { in: Record<string, never>; out: AccountList };
  /** Gives a user a password that must be changed at the first sign-in, for owners. */
  "accounts.setPassword": { in: GivePasswordInput; out: AccountList };
  /** What the program is: entities, fields, modules, the caller, the book. */
  "app.describe": { in: Record<string, never>; out: Description };
  /** Attaches uploaded files to a record, in one change. */
  "attachments.add": { in: AttachInput; out: AttachOutput };
  /** Who added and removed files of a record, the latest first. */
  "attachments.history": { in: Ref; out: AttachmentHistoryOutput };
  /** The attachments of a record, the latest first. */
  "attachments.list": { in: Ref; out: AttachmentsOutput };
  /** Takes attachments away; an undo brings them back. */
  "attachments.remove": { in: RemoveAttachmentsInput; out: ChangeRef };
  /** Gives an attachment another name. */
  "attachments.rename": { in: RenameAttachmentInput; out: ChangeRef };
  /** What stands out in the audit: mass exports, sign-ins at night, many refusals. */
  "audit.anomalies": { in: AnomaliesInput; out: AnomaliesOutput };
  /** Writes audit events to an Excel file. */
  "audit.export": { in: AuditInput; out: Started<ExportResult> };
  /** Audit events: who did what, when, from where. */
  "audit.list": { in: AuditInput; out: AuditOutput };
  /** Notes that something was printed. */
  "audit.printed": { in: PrintedInput; out: Record<string, never> };
  /** Notes that everything was taken along in one archive, for owners. */
  "backup.archived": { in: ArchivedInput; out: Record<string, never> };
  /** Restores a backup into a folder of its own, compares it and removes it again. */
  "backup.drill": { in: DrillInput; out: Started<DrillDone> };
  /** Where backups go and how the last ones went. */
  "backup.get": { in: Record<string, never>; out: BackupStatus };
  /** The backups in the chosen folder. */
  "backup.list": { in: Record<string, never>; out: BackupList };
  /** Makes a book as it was at a moment in a new folder; the open one stays. */
  "backup.restoreTo": { in: RestoreToInput; out: Started<RestoredTo> };
  /** Makes a backup now and proves it by restoring it. */
  "backup.run": { in: Record<string, never>; out: Started<BackupDone> };
  /** Chooses where backups go, and whether they are made every night. */
  "backup.set": { in: BackupPlanInput; out: BackupStatus };
  /** What lies in the recycle bin, of all entities. */
  "bin.list": { in: BinInput; out: BinOutput };
  /** Takes records out of the recycle bin, with what belonged to them and was deleted with them. */
  "bin.restore": { in: BinRestoreInput; out: Started<BulkResult> };
  /** The recovery key of a book that was sealed just now. It is given once. */
  "book.recovery": { in: Record<string, never>; out: RecoveryKey };
  /** Has this computer remember the key of the book or forget it, for owners who sit before it. */
  "book.remember": { in: RememberInput; out: Remembers };
  /** Whether this computer remembers the key of the book, for owners. */
  "book.remembers": { in: Record<string, never>; out: Remembers };
  /** Makes a new recovery key for whoever knows the passphrase; the old one is void. */
  "book.renewRecovery": { in: PassphraseInput; out: RecoveryKey };
  /** Seals the whole book anew with another data key. */
  "book.reseal": { in: ResealInput; out: Started<RecoveryKey> };
  /** Whether sealing anew was cut off, or is advised. */
  "book.resealing": { in: Record<string, never>; out: Resealing };
  /** Puts a backup in the place of a book that holds nothing yet. */
  "book.restore": { in: RestoreInput; out: Started<RestoreResult> };
  /** Gives the book a passphrase, another one or none, for owners. A new one brings a recovery key. */
  "book.setPassphrase": { in: ChangePassphraseInput; out: RecoveryKey };
  /** What a change set did to each record. */
  "changes.get": { in: ChangeDetailInput; out: ChangeDetail };
  /** What the caller did last, within ten minutes, and may undo or redo. */
  "changes.last": { in: Record<string, never>; out: LastChanges };
  /** What was done of late, each undone as one. */
  "changes.list": { in: ChangesInput; out: ChangesOutput };
  /** Takes back one change set: a change, a bulk change, an import. */
  "changes.undo": { in: ChangeRef; out: Started<UndoneResult> };
  /** Brings invented data into the book, as one change set that can be taken out again. */
  "demo.fill": { in: Record<string, never>; out: Started<LentResult> };
  /** Takes the invented data out, also what was changed in it. The book's own records stay. */
  "demo.remove": { in: Record<string, never>; out: Started<LentResult> };
  /** Locks at once. */
  "door.lock": { in: Record<string, never>; out: DoorState };
  /** Opens the book with the recovery key and gives it a new passphrase. */
  "door.recover": { in: RecoverInput; out: Recovered };
  /** Signs in. */
  "door.signIn": { in: SignInInput; out: DoorState };
  /** Signs out here. */
  "door.signOut": { in: Record<string, never>; out: DoorState };
  /** Whether the book is locked and whether somebody has to sign in. */
  "door.state": { in: Record<string, never>; out: DoorState };
  /** Somebody sits before the page: it is not to be locked. */
  "door.touch": { in: Record<string, never>; out: Record<string, never> };
  /** Opens a locked book with its passphrase. */
  "door.unlock": { in: UnlockInput; out: DoorState };
  /** Gives back what was kept of the caller's typing. */
  "draft.get": { in: DraftPlace; out: Draft };
  /** Keeps, sealed, what the caller has typed and not saved, before a lock or on one of their pages. Empty takes it away. */
  "draft.keep": { in: Draft; out: Record<string, never> };
  /** Gives up an erasing that was cut off. Nothing was erased. */
  "erase.drop": { in: Record<string, never>; out: Record<string, never> };
  /** What erasing somebody for good would do, for owners. Nothing is changed. */
  "erase.look": { in: EraseAsk; out: Started<ErasePreview> };
  /** Makes a new backup and removes those from before the last erasing. */
  "erase.renewBackups": { in: Record<string, never>; out: Started<RenewedBackups> };
  /** Erases somebody for good, from the history too, for owners. It cannot be undone. */
  "erase.run": { in: EraseInput; out: Started<EraseDone> };
  /** Whether an erasing was cut off, and which backups still hold what was erased. */
  "erase.status": { in: Record<string, never>; out: EraseStatus };
  /** Writes everything the caller may export to one archive: an Excel file and JSON for every kind of record. */
  "export.all": { in: Record<string, never>; out: Started<ExportResult> };
  /** Writes a list to an Excel or CSV file. */
  "export.run": { in: ExportInput; out: Started<ExportResult> };
  /** Adds a field to an entity, or changes one that was added. */
  "fields.define": { in: FieldInput; out: FieldsOutput };
  /** Removes a field that was added; its values stay in the records and return with it. */
  "fields.delete": { in: FieldRef; out: FieldsOutput };
  /** The fields that were added. */
  "fields.list": { in: FieldsInput; out: FieldsOutput };
  /** Records a follow-up, completes the plan it answers and plans the next one. */
  "followUp.record": { in: RecordInput; out: RecordOutput };
  /** Gives a plan up. */
  "followUpPlan.cancel": { in: CancelInput; out: PlanOutput };
  /** Marks a plan as done. */
  "followUpPlan.complete": { in: PlanInput; out: PlanOutput };
  /** Moves a plan to a later day. */
  "followUpPlan.postpone": { in: PostponeInput; out: PlanOutput };
  /** What somebody owns, before it is handed over. */
  "handover.preview": { in: HandoverAsk; out: HandoverPreview };
  /** Hands all that somebody owns to somebody else, as one change that can be undone. */
  "handover.run": { in: HandoverInput; out: Started<HandoverResult> };
  /** How the book stands: journal, views, index, sizes. */
  "health.get": { in: Record<string, never>; out: Health };
  /** Takes an import off the list of unfinished ones. */
  "import.dismiss": { in: ChangeRef; out: Record<string, never> };
  /** Proposes where columns go and what their values mean. */
  "import.guess": { in: ImportGuessInput; out: ImportGuess };
  /** Opens a file and lists its sheets and columns. */
  "import.open": { in: ImportOpenInput; out: ImportFile };
  /** Tells which entities a sheet may hold, the likeliest first. */
  "import.recognize": { in: ImportRecognizeInput; out: ImportRecognized };
  /** Imports a file; with dryRun nothing is written. */
  "import.run": { in: ImportInput; out: Started<ImportResult> };
  /** The caller's imports that the program did not live to finish, with what they have written. */
  "import.unfinished": { in: Record<string, never>; out: UnfinishedImports };
  /** Ends a job where it is; what it has written stays and can be undone. */
  "jobs.cancel": { in: JobRef; out: JobAnswer };
  /** How a job stands, with its result when it is done. */
  "jobs.get": { in: JobRef; out: JobAnswer };
  /** The caller's jobs, the newest first. */
  "jobs.list": { in: Record<string, never>; out: JobList };
  /** Answers when the job has ended. */
  "jobs.wait": { in: JobRef; out: JobAnswer };
  /** What stands on top of what is printed. A book that was given none has its own name. */
  "letterhead.get": { in: Record<string, never>; out: Letterhead };
  /** Says what stands on top of what is printed. Only an owner may. */
  "letterhead.set": { in: Letterhead; out: Letterhead };
  /** After how many idle minutes the book locks; 0 is never. */
  "lock.get": { in: Record<string, never>; out: LockSetting };
  /** Sets after how many idle minutes the book locks, for owners. */
  "lock.set": { in: LockSetting; out: LockSetting };
  /** Loses an opportunity; the reason must be given. */
  "opportunity.lose": { in: LoseInput; out: Moved };
  /** Moves an opportunity to another stage. */
  "opportunity.move": { in: MoveInput; out: Moved };
  /** The pipelines in use, with what each stage asks. */
  "opportunity.pipelines": { in: PipelinesInput; out: PipelinesOutput };
  /** Opens a closed opportunity again, and notes it in the stage log. */
  "opportunity.reopen": { in: ReopenInput; out: Moved };
  /** Wins an opportunity; its customer becomes one who has bought. */
  "opportunity.win": { in: WinInput; out: Moved };
  /** Cancels an order. */
  "order.cancel": { in: SalesCancelInput; out: OrderState };
  /** Confirms an order. */
  "order.confirm": { in: OrderInput; out: OrderState };
  /** What somebody may see and do, and what gives it; about one record, too. */
  "people.reach": { in: ReachInput; out: ReachOutput };
  /** Begins a practice book anew. No other book is ever emptied. */
  "practice.reset": { in: Record<string, never>; out: Started<PracticeResult> };
  /** Counts, sums and averages by group. */
  "records.aggregate": { in: AggregateInput; out: AggregateOutput };
  /** A record as it was at a moment, and what is different now. */
  "records.asOf": { in: AsOfInput; out: AsOfOutput };
  /** Hands many records to another owner, as one change that can be undone. */
  "records.assign": { in: AssignInput; out: Started<BulkResult> };
  /** Puts many records into the recycle bin, as one change that can be undone. */
  "records.bulkDelete": { in: BulkInput; out: Started<BulkResult> };
  /** Sets fields in many records, as one change that can be undone. */
  "records.bulkUpdate": { in: BulkUpdateInput; out: Started<BulkResult> };
  /** Creates a record. */
  "records.create": { in: CreateInput; out: FlatRecord };
  /** Puts a record into the recycle bin. */
  "records.delete": { in: DeleteInput; out: ChangeRef };
  /** Creates a copy of a record. */
  "records.duplicate": { in: Ref; out: FlatRecord };
  /** One record with the titles of what it refers to. */
  "records.get": { in: GetInput; out: FlatRecord };
  /** What refers to a record, counted by entity and field. */
  "records.hanging": { in: Ref; out: HangingOutput };
  /** The changes of a record, the newest first. */
  "records.history": { in: HistoryInput; out: HistoryOutput };
  /** Records by filter and order, a page at a time. */
  "records.list": { in: ListInput; out: ListOutput };
  /** Writes texts copied from a spreadsheet into many records, as one change that can be undone. */
  "records.paste": { in: PasteInput; out: Started<PasteResult> };
  /** Takes a record out of the recycle bin. */
  "records.restore": { in: Ref; out: FlatRecord };
  /** Changes fields of a record; rev is the version the change was made from. */
  "records.update": { in: UpdateInput; out: FlatRecord };
  /** The provinces of China with their cities and districts, for choosing a region. */
  "regions.list": { in: Record<string, never>; out: RegionsOutput };
  /** Answers several questions for figures at once, each as records.aggregate does. */
  "reports.answers": { in: AnswersInput; out: AnswersOutput };
  /** Writes figures into an Excel file with a native chart; the result is a file. */
  "reports.chart": { in: ChartInput; out: Started<RunResult> };
  /** How many days opportunities took from opening to closing. */
  "reports.cycle": { in: CycleInput; out: CycleOutput };
  /** The figures of a report, the same as in its workbook. */
  "reports.figures": { in: RunInput; out: Figures };
  /** How far opportunities came, and how long they stayed in each stage. */
  "reports.funnel": { in: FunnelInput; out: FunnelOutput };
  /** The reports that can be made: built in and saved. */
  "reports.list": { in: Record<string, never>; out: ReportsListOutput };
  /** What was open at the end of a day, by the stage it was in then: amounts, whole and weighted. */
  "reports.pipeline": { in: PipelineOnInput; out: PipelineOnOutput };
  /** Makes a report's workbook; the result is a file. */
  "reports.run": { in: RunInput; out: Started<RunResult> };
  /** The roles and what they grant. */
  "roles.list": { in: Record<string, never>; out: RolesOutput };
  /** Makes a role, or changes what it grants. */
  "roles.save": { in: RoleInput; out: RoleSaved };
  /** Finds records by words, pinyin, initials and pieces of numbers. */
  "search.query": { in: SearchInput; out: SearchOutput };
  /** Records whose names fit what is being typed. */
  "search.suggest": { in: SuggestInput; out: SuggestOutput };
  /** What the caller set: language, theme, density, font size, flags; and the book's name. */
  "settings.get": { in: Record<string, never>; out: Preferences };
  /** Changes what is given and keeps the rest. */
  "settings.set": { in: Preferences; out: Preferences };
  /** Whom a record is shared with. */
  "shares.list": { in: SharesInput; out: SharesOutput };
  /** Ends a share. */
  "shares.remove": { in: ShareRef; out: Shared };
  /** Shares a record with a colleague or a department, to read or to change, until a day. */
  "shares.save": { in: ShareInput; out: Shared };
  /** How far one has come with the book: the own records, and whether invented data lies beside them. */
  "start.get": { in: Record<string, never>; out: Start };
  /** Says in which language a new book is begun: the roles and the department it came with are named in it. */
  "start.speak": { in: SpeakInput; out: Record<string, never> };
  /** What waits today: plans due and overdue, opportunities in need of attention, orders to ship, customers long not heard of; and the figures of the month. */
  "today.get": { in: TodayInput; out: TodayOutput };
  /** Chooses the saved list that an entity's list opens with for the caller. */
  "views.choose": { in: ViewChoice; out: ViewChange };
  /** Makes a shared list what people of some roles, or everybody, open an entity's list with. */
  "views.default": { in: ViewDefault; out: ViewChange };
  /** Deletes a saved list of one's own. */
  "views.delete": { in: ViewRef; out: ViewChange };
  /** The saved lists of an entity, or of all: one's own and the shared ones. */
  "views.list": { in: ViewsInput; out: ViewsOutput };
  /** Saves a list under a name. */
  "views.save": { in: ViewInput; out: ViewAnswer };
}
export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Operations[N]["in"];
export type Output<N extends OperationName> = Operations[N]["out"];
