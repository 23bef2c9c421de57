namespace AccelSim.Model.Dram;

/// <summary>
/// A rule of timing: <paramref name="To"/> is issued no sooner than <paramref name="Clocks"/> after the <paramref name="Window"/>-th last
/// <paramref name="From"/> (1: the last) to the same node of level <paramref name="Scope"/>; or, for siblings, to another node under the same parent.
/// </summary>
/// <param name="From">Earlier command.</param>
/// <param name="To">Later command.</param>
/// <param name="Scope">Level whose nodes count apart.</param>
/// <param name="Clocks">Clocks from issue to issue.</param>
/// <param name="Window">How many issues of <paramref name="From"/> the rule looks back; 4 for tFAW.</param>
/// <param name="Sibling">Whether the rule holds for other nodes of the level instead of for the same.</param>
public sealed record DramConstraint(DramCommand From, DramCommand To, DramLevel Scope, int Clocks, int Window = 1, bool Sibling = false)
{
    public override string ToString() => FormattableString.Invariant(
        $"{DramCommands.Name(From)} to {DramCommands.Name(To)}, {(Sibling ? "other" : "same")} {DramLevels.Names[(int)Scope].Name}{(Window > 1 ? $", window of {Window}" : "")}: {Clocks} clocks");
}
