using AccelSim.Model.Formats;

namespace AccelSim.Model.Workloads;

/// <summary>Another format for one class of operands of the operations that a pattern names.</summary>
public sealed record FormatOverride(OperationPattern Pattern, OperandClass Class, NumberFormat Format);
