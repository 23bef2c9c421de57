using AccelSim.Model.Machines;
using AccelSim.Model.Steps;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>Every cause alone: all cycles of the stream that are not compute bear it, beside those that no stream can avoid.</summary>
public sealed class LabelTests
{
    [Test]
    public void Launch_is_the_time_before_the_first_step() =>
        Assert.That((TinyMachine.Default with { LaunchOverheadPs = 49_500 }).Run(Vector(3)).Labels(), Is.EqualTo("Compute 3, Launch 50"));

    [Test]
    public void Each_place_of_the_load_path_has_its_own_label() =>
        Assert.That(TinyMachine.Default.Run(Load(0, 64).Signals(0), Vector(1).After(0)).Labels(),
            Is.EqualTo("Compute 1, Dram 24, SharedBuffer 1, Network 1, Scratchpad 1"));

    [Test]
    public void Bytes_already_in_the_shared_buffer_never_wait_for_dram() =>
        Assert.That((TinyMachine.Default with { SharedBuffer = TinyMachine.Default.SharedBuffer with { Latency = 9 } })
            .Run(SharedLoad(0, 64).Signals(0), Vector(1).After(0)).Labels(), Is.EqualTo("Compute 1, SharedBuffer 10, Network 1, Scratchpad 1"));

    [Test]
    public void Network_includes_the_latency_of_the_network() =>
        Assert.That((TinyMachine.Default with { Network = TinyMachine.Default.Network with { Latency = 20 } })
            .Run(SharedLoad(0, 64).Signals(0), Vector(1).After(0)).Labels(), Is.EqualTo("Compute 1, SharedBuffer 1, Network 21, Scratchpad 1"));

    [Test]
    public void Scratchpad_includes_a_slow_fill_port() =>
        Assert.That((TinyMachine.Default with { Scratchpad = TinyMachine.Default.Scratchpad with { BytesPerBankPerCycle = 2 } })
            .Run(SharedLoad(0, 64).Signals(0), Vector(1).After(0)).Labels(), Is.EqualTo("Compute 1, SharedBuffer 1, Network 1, Scratchpad 32"));

    [Test]
    public void A_token_that_waits_for_a_load_bears_the_labels_of_the_load_then_of_its_fetch() =>
        Assert.That(TinyMachine.Default.Run(Plain, Load(0, 64).Signals(0), Tensor(1).After(0)).Labels(),
            Is.EqualTo("Compute 1, Dram 24, SharedBuffer 1, Network 1, Scratchpad 2"));

    [Test]
    public void A_load_that_has_not_issued_counts_as_dram()
    {
        // The load waits for the vector step that ends at 30; the vector unit is idle from then on.
        Assert.That(TinyMachine.Default.Run(Plain, Vector(30).Signals(1), Load(0, 64).After(1).Signals(0), Tensor(1).After(0)).Labels(),
            Is.EqualTo("Compute 31, Dram 24, SharedBuffer 1, Network 1, Scratchpad 2"));
    }

    [Test]
    public void Of_two_loads_the_one_in_dram_gives_the_label()
    {
        // The load from the shared buffer is done at 3; the other is in DRAM until 1 + 24.
        Assert.That(TinyMachine.Default.Run(SharedLoad(0, 64).Signals(0), Load(0, 64).Signals(1), Vector(1).After(0).After(1)).Labels(),
            Is.EqualTo("Compute 1, Dram 25, SharedBuffer 1, Network 1, Scratchpad 1"));
    }

    [Test]
    public void Slow_fetches_are_scratchpad() =>
        Assert.That(TinyMachine.Default.Run(Plain with { Fetch = 10 }, Tensor(3)).Labels(), Is.EqualTo("Compute 3, Scratchpad 28"));

    [Test]
    public void A_slow_gather_stage_is_gather() =>
        Assert.That(TinyMachine.Default.Run(Plain with { Gather = 10 }, Tensor(3)).Labels(), Is.EqualTo("Compute 3, Scratchpad 1, Gather 28"));

    [Test]
    public void A_token_that_waits_for_a_vector_result_is_pipeline()
    {
        Machine machine = TinyMachine.Default with { VectorUnit = TinyMachine.Default.VectorUnit with { Latency = 12 } };
        Assert.That(machine.Run(Plain, Vector(5).Signals(0), Tensor(1).After(0)).Labels(), Is.EqualTo("Compute 6, Scratchpad 1, Pipeline 12"));
    }

    [Test]
    public void A_vector_step_that_waits_for_a_token_is_pipeline() =>
        Assert.That(TinyMachine.Default.Run(Plain with { DenseLatency = 30 }, Tensor(1).Signals(0), Vector(2).After(0)).Labels(),
            Is.EqualTo("Compute 3, Scratchpad 1, Pipeline 29"));

    [Test]
    public void A_vector_step_that_waits_for_an_exchange_is_pipeline() =>
        Assert.That(TinyMachine.Default.Run(Exchange(4096 * 7).Signals(0), Vector(2).After(0)).Labels(), Is.EqualTo("Compute 2, Pipeline 7"));

    [Test]
    public void A_vector_step_that_waits_for_a_store_is_write() =>
        Assert.That(TinyMachine.Default.Run(Store(0, 64).Signals(0), Vector(2).After(0)).Labels(), Is.EqualTo("Compute 2, Write 20"));

    [Test]
    public void A_token_that_waits_for_a_vector_step_that_waits_for_a_store_is_write() =>
        Assert.That(TinyMachine.Default.Run(Plain, Store(0, 64).Signals(0), Vector(2).After(0).Signals(1), Tensor(1).After(1)).Labels(),
            Is.EqualTo("Compute 3, Scratchpad 1, Write 20"));

    [Test]
    public void After_the_last_start_results_and_exchanges_are_pipeline_and_stores_alone_are_write()
    {
        // The result is there at 31; the store ends at 20 or, behind an exchange of 30 cycles, at 50.
        TokenTiming token = Plain with { DenseLatency = 30 };
        Assert.That(TinyMachine.Default.Run(token, Tensor(1), Store(0, 64)).Labels(), Is.EqualTo("Compute 1, Scratchpad 1, Pipeline 29"));
        Assert.That(TinyMachine.Default.Run(Exchange(4096 * 30), Store(0, 64)).Labels(), Is.EqualTo("Pipeline 30, Write 20"));
        Assert.That(TinyMachine.Default.Run(Store(0, 64), Exchange(4096 * 9)).Labels(), Is.EqualTo("Pipeline 10, Write 10"));
        Assert.That(TinyMachine.Default.Run(Load(0, 64)).Labels(), Is.EqualTo("Pipeline 27"));
    }

    [Test]
    public void An_idle_token_takes_the_label_before_a_vector_step() =>
        Assert.That(TinyMachine.Default.Run(Plain, Load(0, 64).Signals(0), Store(0, 64).Signals(1), Vector(1).After(1), Tensor(1).After(0)).Labels(),
            Does.Contain("Dram").And.Not.Contain("Write"));
}
