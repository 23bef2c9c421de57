using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>Picks that collide in the banks of the selector.</summary>
public sealed class SelectorConflictTests
{
    private static SparseUnit Unit(int perCycle, int banks) =>
        new() { Placement = SparsePlacement.Beside, Banks = [64], SelectPerCycle = perCycle, SelectBanks = banks };

    /// <summary>The slow twin: every way in which picks can fall into banks.</summary>
    private static double Counted(int picks, int banks)
    {
        long ways = 1, sum = 0;
        for (int i = 0; i < picks; i++) ways *= banks;
        for (long way = 0; way < ways; way++)
        {
            var load = new int[banks];
            for (long rest = way, i = 0; i < picks; i++, rest /= banks) load[rest % banks]++;
            sum += load.Max();
        }
        return (double)sum / ways;
    }

    [Test]
    public void The_fullest_bank_is_the_average_over_all_ways_to_fall([Range(1, 6)] int picks, [Range(1, 5)] int banks) =>
        Assert.That(SelectorConflicts.FullestBank(picks, banks), Is.EqualTo(Counted(picks, banks)).Within(1e-9));

    [TestCase(512, 512)]
    [TestCase(512, 2)]
    [TestCase(1, 512)]
    public void Large_selectors_stay_between_their_limits(int picks, int banks) =>
        Assert.That(SelectorConflicts.FullestBank(picks, banks), Is.InRange(Math.Max(1.0, (double)picks / banks), picks));

    [Test]
    public void One_bank_serves_one_pick_a_cycle_and_no_banks_mean_no_conflicts()
    {
        Assert.That(SelectorConflicts.Cycles(Unit(8, 1), 37), Is.EqualTo(37));
        Assert.That(SelectorConflicts.Cycles(Unit(8, 0), 37), Is.EqualTo(5));
    }

    [Test]
    public void A_token_rounds_up_once()
    {
        // Two picks in two banks take 1.5 cycles on average.
        Assert.That(SelectorConflicts.Cycles(Unit(2, 2), 6), Is.EqualTo(5));
        Assert.That(SelectorConflicts.Cycles(Unit(2, 2), 7), Is.EqualTo(6));
    }
}
