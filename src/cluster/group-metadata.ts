/** Who commits offsets: a member of a group in one of its generations (KIP-447). Plain data. */
export interface GroupMetadata {
  readonly groupId: string;
  /** -1 for one who commits for a group without being a member of it. */
  readonly generationId: number;
  /** Empty for one who is no member. */
  readonly memberId: string;
  /** Of a static member; null otherwise. */
  readonly groupInstanceId: string | null;
}
