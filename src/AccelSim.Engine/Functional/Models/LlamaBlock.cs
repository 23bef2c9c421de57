using AccelSim.Engine.Functional.Quantisation;

namespace AccelSim.Engine.Functional.Models;

/// <summary>The seven linear layers of one transformer block, in whatever arithmetic.</summary>
public sealed record LlamaBlock(ILinear Query, ILinear Key, ILinear Value, ILinear Output, ILinear Gate, ILinear Up, ILinear Down);
