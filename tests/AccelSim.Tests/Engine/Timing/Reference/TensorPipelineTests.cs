using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

public sealed class TensorPipelineTests
{
    /// <summary>Every stage present, every service 1 cycle.</summary>
    private static readonly TokenTiming Full = Plain with { Gather = 1, Select = 1, Sparse = 1, SparseLatency = 1, Rescale = 1 };

    private static readonly TestCaseData<TokenTiming>[] Bottlenecks =
    [
        new(Full with { Fetch = 9 }) { TestName = "Fetch limits the rate" },
        new(Full with { Gather = 9 }) { TestName = "Gather limits the rate" },
        new(Full with { Dense = 9, DenseLatency = 12 }) { TestName = "Dense limits the rate" },
        new(Full with { Select = 9 }) { TestName = "Select limits the rate" },
        new(Full with { Sparse = 9, SparseLatency = 12 }) { TestName = "Sparse limits the rate" },
        new(Full with { Rescale = 9, RescaleLatency = 30 }) { TestName = "Rescale limits the rate" },
    ];

    [TestCaseSource(nameof(Bottlenecks))]
    public void The_period_is_the_longest_service(TokenTiming token) =>
        Assert.That(Cycles(token, 150) - Cycles(token, 50), Is.EqualTo(100 * 9));

    [Test]
    public void A_rescale_queue_of_two_also_counts_the_tokens_in_the_latency_of_the_dense_unit() =>
        // Every second dense start waits 1 + 30 cycles for the rescale start of the token before the previous.
        Assert.That(Cycles(Full with { Dense = 9, DenseLatency = 30 }, 150) - Cycles(Full with { Dense = 9, DenseLatency = 30 }, 50), Is.EqualTo(50 * 31));

    [Test]
    public void One_token_passes_fetch_gather_dense_and_is_done_at_its_result() =>
        Assert.That(Cycles(Plain with { Fetch = 3, Gather = 4, Dense = 2, DenseLatency = 6 }, 1), Is.EqualTo(3 + 4 + 6));

    [Test]
    public void Select_runs_beside_dense_and_rescale_waits_for_both_results()
    {
        TokenTiming token = Full with { Dense = 2, DenseLatency = 6, Select = 3, Sparse = 4, SparseLatency = 9, Rescale = 5, RescaleLatency = 7 };
        Assert.That(Cycles(token, 1), Is.EqualTo(1 + 1 + 3 + 9 + 5 + 7));
        Assert.That(Cycles(token with { DenseLatency = 20 }, 1), Is.EqualTo(1 + 1 + 20 + 5 + 7));
    }

    [Test]
    public void Without_rescale_a_token_is_done_at_the_later_of_its_results()
    {
        TokenTiming token = Full with { Rescale = 0, DenseLatency = 3, SparseLatency = 8 };
        Assert.That(Cycles(token, 1), Is.EqualTo(1 + 1 + 1 + 8));
        Assert.That(Cycles(token with { DenseLatency = 30 }, 1), Is.EqualTo(1 + 1 + 30));
    }

    [Test]
    public void Two_operand_registers_let_two_tokens_be_fetched_ahead()
    {
        TokenTiming slow = Plain with { Fetch = 6, Dense = 20, DenseLatency = 20 }, quick = Plain with { Fetch = 6 };
        Step[] steps = [Tensor(2, 0), Tensor(2, 1)];
        // Dense 6-26, 26-46; third fetched 12-18, dense 46; fourth fetched 27-33, dense 47-48.
        Assert.That(Run([slow, quick], steps).Cycles, Is.EqualTo(48));
        // Dense of the third at 46 frees the register of the fifth at 47: fetched 47-53.
        Assert.That(Run([slow, quick], [Tensor(2, 0), Tensor(3, 1)]).Cycles, Is.EqualTo(54));
    }

    [TestCase(1, "Compute 6, Scratchpad 1, Rescale 19, Pipeline 37")]
    [TestCase(2, "Compute 6, Scratchpad 1, Pipeline 56")]
    public void The_rescale_queue_holds_back_dense(int queue, string labels)
    {
        // Queue of 1: dense 1-3, 4-6, 24-26, the third when the second has started rescaling; rescale 3-23, 23-43, 43-63.
        TokenTiming token = Plain with { Dense = 2, DenseLatency = 2, Rescale = 20, RescaleQueue = queue };
        OperationCounters counters = Run([token], Tensor(3));
        Assert.That(counters.Labels(), Is.EqualTo(labels));
        Assert.That((counters.DenseBusyCycles, counters.RescaleBusyCycles), Is.EqualTo((6, 60)));
    }

    [Test]
    public void A_full_sparse_queue_holds_back_select_and_the_selector_holds_back_dense()
    {
        TokenTiming token = Plain with { Select = 10, Sparse = 1, SparseLatency = 1, SparseQueue = 2 };
        // Select 1-11, 11-21, 21-31, 31-41; dense 1, 2, 3, and the fourth at 12, when the second has been selecting since 11.
        Assert.That(Run([token], Tensor(4)).Labels(), Is.EqualTo("Compute 8, Scratchpad 1, Selector 7, Pipeline 26"));
        // Queue of 1: select 1-11, 12-22, 23-33, 34-44; the second waits for the sparse start at 11, then takes the slot at 12.
        Assert.That(Run([token with { SparseQueue = 1 }], Tensor(4)).Labels(), Is.EqualTo("Compute 8, Scratchpad 1, Selector 1, Sparse 7, Pipeline 28"));
    }

    [Test]
    public void Early_registers_are_signalled_when_the_last_operand_is_read_and_done_registers_with_the_last_result()
    {
        TokenTiming token = Plain with { Dense = 4, DenseLatency = 50 };
        Step tensor = Tensor(3).SignalsEarly(1).Signals(2);
        // Dense 1-13, result 59; a vector step of 100 cycles starts at 13 or at 59.
        Assert.That(Run([token], tensor, Vector(100).After(1)).Cycles, Is.EqualTo(113));
        Assert.That(Run([token], tensor, Vector(100).After(2)).Cycles, Is.EqualTo(159));
    }

    [Test]
    public void A_step_waits_for_its_registers_although_earlier_tokens_flow()
    {
        // The vector step ends at 40; the first token of the second step is fetched 40-41.
        Assert.That(Run([Plain], Vector(40).Signals(0), Tensor(2), Tensor(1).After(0)).Cycles, Is.EqualTo(42));
    }

    [Test]
    public void A_token_without_a_stage_passes_it_by()
    {
        // The first gathers 1-31, dense 31; the second is fetched 1-2 and follows at 32, its dense behind the first.
        TokenTiming gathers = Plain with { Gather = 30 };
        Assert.That(Run([gathers, Plain], Tensor(1, 0), Tensor(1, 1)).Cycles, Is.EqualTo(33));
    }

    private static long Cycles(TokenTiming token, long tokens) => Run([token], Tensor(tokens)).Cycles;

    private static OperationCounters Run(TokenTiming[] tokens, params Step[] steps) =>
        AccelSim.Engine.Timing.Reference.ReferenceEngine.Run(TinyMachine.Default, tokens, steps);
}
