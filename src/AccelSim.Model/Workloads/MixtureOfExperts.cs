namespace AccelSim.Model.Workloads;

/// <summary>Feed-forward blocks of which every token uses a few.</summary>
/// <param name="Experts">Routed experts of a layer.</param>
/// <param name="Active">Routed experts that one token uses.</param>
/// <param name="ExpertFfn">Inner width of an expert, shared ones included.</param>
/// <param name="Shared">Experts that every token uses besides.</param>
/// <param name="DenseLayers">Leading layers with an ordinary feed-forward block of the model's ffn size.</param>
public sealed record MixtureOfExperts(int Experts, int Active, long ExpertFfn, int Shared = 0, int DenseLayers = 0);
