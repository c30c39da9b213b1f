# A run of the scheduled task collects in its own process, where nothing can end a cmdlet that hangs but the end of the
# process, by the task's time limit: what then becomes of the run, of its snapshot, and of the runs after it.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $modes = @(Get-RunMode)
    # It costs three runs of the agent.
    $pairs = @(@{ Hanging = 'Get-Tpm', 'Get-BitLockerVolume' } | Select-Object -First (Get-RunCount -Push 0 -Long 1))
}
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $server = Start-FaultServer
    $prepare = {
        & (Get-Module GuardedFabricAgent) {
            if (Test-Path "$env:GF_TEST_STATE/identity.xml") { return }
            Initialize-GfaState -StatePath $env:GF_TEST_STATE
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name config -Value @{ server = $env:GF_TEST_SERVER }
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name identity -Value @{ server = $env:GF_TEST_SERVER; hostId = 'host-1'; credential = 'gfh_test'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
            # The diagnostics come once a day and in a process of their own.
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name diagnostics -Value @{ at = ConvertTo-GfaTimestamp (Get-Date); attestationStatus = 'InsecureHostConfiguration' }
        }
    }
    # Starts a run as the task does. Answers when its process has ended: by itself, or by the time limit of the task, which
    # is told here by what the run is waiting for.
    function Invoke-Run {
        param([string]$State, [string]$StubHost, [scriptblock]$Before = {}, [string]$EndedIn, [string]$EndedAt, [string]$Log = '', [switch]$FullLanguage)
        $given = @{ Environment = @{ GF_TEST_STATE = $State; GF_STUB_LOG = $Log; GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken" } }
        if ($StubHost) { $given['StubHost'] = $StubHost }
        $script = [scriptblock]::Create("& { $prepare }; & { $Before }; Invoke-GuardedFabricAgent -StatePath `$env:GF_TEST_STATE -Force -Unattended")
        $started = Start-AgentScript @given -Script $script -FullLanguage:$FullLanguage
        if ($EndedIn -or $EndedAt) { Stop-Run $State $EndedIn $EndedAt $started.Process }
        $started.Process.WaitForExit()
        $isWhole = $started.Output.Result -match '(?s)<<<(.*)>>>'
        @{ Result = if ($isWhole) { $Matches[1] | ConvertFrom-Json }; Errors = $started.Errors.Result }
    }
    # Runs that only have to find what earlier ones left.
    function Invoke-RunInTurn {
        param([hashtable[]]$Run)
        $scripts = foreach ($one in $Run) {
            @{
                StubHost = $one.StubHost
                Environment = @{ GF_TEST_STATE = $one.State }
                Script = "& { $prepare }; & { $($one.Before) }; Invoke-GuardedFabricAgent -StatePath `$env:GF_TEST_STATE -Force -Unattended"
            }
        }
        (Invoke-AgentScriptInTurn $scripts -Environment @{ GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken" }).said
    }
    function Stop-Run {
        param([string]$State, [string]$EndedIn, [string]$EndedAt, $Process)
        # For as long as what hangs does: a busy machine takes minutes for a run.
        $until = [datetime]::UtcNow.AddSeconds(590)
        while ([datetime]::UtcNow -lt $until -and -not $Process.HasExited) {
            $claim = @(Get-ChildItem "$State/work/*/$EndedIn.claim" -ErrorAction SilentlyContinue | Where-Object { -not (Test-Path ($_.FullName -replace 'claim$', 'json')) })[0]
            $isThere = if ($EndedAt) { Test-Path "$State/$EndedAt" } else { $claim -and (Get-Item $claim).Length -gt 0 }
            if ($isThere) {
                $id = (Get-Content "$State/work/*/run.json" -Raw | ConvertFrom-Json).processId
                Stop-Process -Id $id -Force
                return
            }
            Start-Sleep -Milliseconds 200
        }
        throw "The run did not come to ${EndedIn}${EndedAt}"
    }
    # The texts that the server was sent, in the order in which they were collected.
    function Get-Sent { param([string]$State) @(Get-ChildItem "$State/sent" -Filter *.json | Sort-Object Name | ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw | ConvertFrom-Json -DateKind String }) }
    function New-HangingHost { param([string[]]$Hang) New-StubHost { param($table) $table['hang'] = $Hang }.GetNewClosure() }
    function Get-NotOk { param($Snapshot) @($Snapshot.facts.PSObject.Properties | Where-Object { $_.Name -ne 'diagnostics' -and $_.Value.status -ne 'ok' }).Name }
}

AfterAll { Stop-FaultServer $server }

Describe 'a run of the task in <Mode>' -ForEach $modes {
    BeforeAll {
        $state = "$TestDrive/good-$Mode"
        # Where it wanted a process of its own it would say so.
        $run = Invoke-Run $state -FullLanguage:$Full -Before { & (Get-Module GuardedFabricAgent) { function script:Start-Process { 'another' | Set-Content "$env:GF_TEST_STATE/worker" } } }
        $snapshot = (Get-Sent $state)[0]
    }

    It 'collects everything in its own process and starts no other' {
        $run.Result.Outcome | Should -Be Sent
        Test-Path "$state/worker" | Should -BeFalse
        Get-NotOk $snapshot | Should -BeNullOrEmpty
        $snapshot.hgsClient.attestationStatus | Should -Be InsecureHostConfiguration
        $snapshot.agent.languageMode | Should -Be $Mode
    }

    It 'leaves nothing behind, and nothing running' {
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
        Get-Content "$state/agent.log" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $until = [datetime]::UtcNow.AddSeconds(30)
        do {
            $running = @(Get-ChildItem /proc -Directory | Where-Object Name -match '^\d+$' | Where-Object { "$(Get-Content -LiteralPath "$_/environ" -Raw -ErrorAction SilentlyContinue)".Contains("GF_TEST_STATE=$state") })
        } while ($running.Count -gt 0 -and [datetime]::UtcNow -lt $until)
        $running.Name | Should -BeNullOrEmpty
    }
}

Describe 'a run of the task with collectors that are worse than failing' {
    BeforeAll {
        $state = "$TestDrive/worse"
        $run = Invoke-RunInTurn @{
            State = $state
            Before = {
                & (Get-Module GuardedFabricAgent) {
                    # What a module of the system may do: leave a loop that it is not in, give what cannot be written, or nothing.
                    function script:Get-GfaTpmFact { break }
                    function script:Get-GfaClusterFact { New-GfaFact -Value @{ [timespan]1 = 'no name' } }
                    function script:Get-GfaDumpFact { }
                    function script:Start-Process { 'another' | Set-Content "$env:GF_TEST_STATE/worker" }
                }
            }
        }
        $snapshot = (Get-Sent $state)[0]
    }

    It 'sends all the others, and says which have failed' {
        $run.Outcome | Should -Be Sent
        Get-NotOk $snapshot | Sort-Object | Should -Be @('cluster', 'dumps', 'tpm')
        foreach ($name in 'cluster', 'dumps', 'tpm') { $snapshot.facts.$name.reason | Should -Not -BeNullOrEmpty }
        Test-Path "$state/worker" | Should -BeFalse
    }
}

Describe 'a run of the task in which a collector hangs' {
    BeforeAll {
        $state = "$TestDrive/hanging"
        $hanging = New-HangingHost Get-Tpm
        $first = Invoke-Run $state -StubHost $hanging -EndedIn tpm
        $before = @(Get-ChildItem "$state/sent").Count
        # As if that had been so many minutes ago.
        $ago = { param($minutes) [scriptblock]::Create("@{ tpm = (Get-Date).ToUniversalTime().AddMinutes(-$minutes).ToString('o') } | ConvertTo-Json | Set-Content `"`$env:GF_TEST_STATE/hung.json`"") }
        $restarted = New-StubHost { param($table) $table.cim.Win32_OperatingSystem.LastBootUpTime = [datetime]::UtcNow.AddMinutes(-5).ToString('o') }
        $keep = { Copy-Item "$env:GF_TEST_STATE/hung.json" "$env:GF_TEST_STATE.hung"; Copy-Item "$env:GF_TEST_STATE/agent.log" "$env:GF_TEST_STATE.log" }
        $second, $third, $fourth, $fifth = Invoke-RunInTurn @(
            @{ State = $state; StubHost = $hanging }
            @{ State = $state; StubHost = $hanging; Before = $keep }
            @{ State = $state; Before = & $ago 246 }
            @{ State = $state; StubHost = $restarted; Before = & $ago 10 }
        )
        $sent = @(Get-Sent $state)
    }

    It 'loses nothing: the next run sends what it had found, at its own time, and then its own' {
        $first.Result | Should -BeNullOrEmpty
        $before | Should -Be 0
        $second.Outcome | Should -Be Sent
        $sent.Count | Should -Be 5
        $sent[0].hgsClient.attestationStatus, $sent[1].hgsClient.attestationStatus | Should -Be @('InsecureHostConfiguration', 'InsecureHostConfiguration')
        [datetime]$sent[0].collectedAt | Should -BeLessThan ([datetime]$sent[1].collectedAt)
        $sent[0].facts.tpm.status, $sent[0].facts.tpm.reason | Should -Be @('failed', 'hung: tpm had not returned when this run was ended.')
        foreach ($name in 'boot', 'hardware', 'secureBoot', 'bitLocker') { $sent[0].facts.$name.status | Should -Be ok -Because $name }
        $sent[0].facts.hgsEvents.reason | Should -Be 'This run was ended before hgsEvents was asked.'
        $sent[0].agent.durationMs | Should -BeLessThan 120000
    }

    It 'leaves out what hung, says so, and has all the others' {
        Get-NotOk $sent[1] | Should -Be tpm
        $sent[1].facts.tpm.status | Should -Be failed
        $sent[1].facts.tpm.reason | Should -Match '^hung: tpm did not return in the run of \S+Z\. It is asked again after \S+Z, or after a restart of this host\.$'
        Get-Content "$state.log" -Raw | Should -Match ' 2008 Warning The run of \S+Z was ended while it asked for tpm\.'
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }

    It 'leaves it out in the runs after that, for four hours' {
        $third.Outcome, $fourth.Outcome | Should -Be @('Sent', 'Sent')
        $sent[2].facts.tpm.reason | Should -Be $sent[1].facts.tpm.reason
        (Get-Content "$state.hung" -Raw | ConvertFrom-Json).tpm | Should -Be ([datetime]$sent[0].collectedAt)
        Get-NotOk $sent[3] | Should -BeNullOrEmpty
    }

    It 'asks it again when the host was restarted since' {
        $fifth.Outcome | Should -Be Sent
        Get-NotOk $sent[4] | Should -BeNullOrEmpty
    }
}

Describe 'two collectors that hang' -ForEach $pairs -AllowNullOrEmptyForEach {
    It 'cost two runs, and no snapshot' {
        $state = "$TestDrive/two"
        $hanging = New-HangingHost $Hanging
        $null = Invoke-Run $state -StubHost $hanging -EndedIn bitLocker
        # Sent before anything is asked that may hang again.
        $null = Invoke-Run $state -StubHost $hanging -EndedIn tpm
        @(Get-Sent $state).Count | Should -Be 1
        (Invoke-Run $state -StubHost $hanging).Result.Outcome | Should -Be Sent
        $sent = @(Get-Sent $state)
        $sent.Count | Should -Be 3
        $sent.hgsClient.attestationStatus | Sort-Object -Unique | Should -Be InsecureHostConfiguration
        Get-NotOk $sent[2] | Sort-Object | Should -Be @('bitLocker', 'tpm')
        $sent.facts.bitLocker.reason | ForEach-Object { $_ | Should -Match '^hung: ' }
    }
}

Describe 'an HGS client that hangs' {
    BeforeAll {
        $state = "$TestDrive/client"
        $null = Invoke-Run $state -StubHost (New-HangingHost Get-HgsClientConfiguration) -EndedIn hgsClient
        # How long it is waited for is not what is tested here.
        $patient = { & (Get-Module GuardedFabricAgent) { function script:Test-GfaCollectorLate { param($Name, $ClaimedAt) ((Get-Date) - $ClaimedAt).TotalSeconds -gt 1 } } }
        $still, $mended = Invoke-RunInTurn @{ State = $state; StubHost = (New-HangingHost Get-HgsClientConfiguration); Before = $patient }, @{ State = $state }
        $sent = @(Get-Sent $state)
    }

    It 'is sent as what could not be read, of the run that was ended' {
        $sent[0].hgsClient.attestationStatus | Should -BeNullOrEmpty
        $sent[0].hgsClient.readError | Should -Be 'hung: hgsClient had not returned when this run was ended.'
    }

    It 'is asked in a process of its own while it hangs, so that nothing else is late' {
        $still.Outcome | Should -Be Sent
        $sent[1].hgsClient.attestationStatus | Should -BeNullOrEmpty
        $sent[1].hgsClient.readError | Should -Match 'did not answer in time'
        Get-NotOk $sent[1] | Should -BeNullOrEmpty
    }

    It 'is read again at once when it answers' {
        $mended.Outcome | Should -Be Sent
        $sent.Count | Should -Be 3
        $sent[2].hgsClient.attestationStatus | Should -Be InsecureHostConfiguration
    }
}

Describe 'a run that is ended otherwise' {
    BeforeDiscovery {
        # What is made of one that was ended before is in Resume.Tests.ps1 as well.
        $moments = 'behind', 'before' | Select-Object -First (Get-RunCount -Push 1 -Long 2)
    }
    BeforeAll {
        $wait = [ordered]@{
            behind = { function script:Clear-GfaWork { Set-Content "$env:GF_TEST_STATE/now" ''; Start-Sleep 600 } }
            before = { function script:Add-GfaSpoolEntry { Set-Content "$env:GF_TEST_STATE/now" ''; Start-Sleep 600 } }
        }
        $ended = @($wait.Keys | Select-Object -First (Get-RunCount -Push 1 -Long 2))
        foreach ($moment in $ended) {
            # Resume-GfaRun clears as well, but there is nothing yet.
            $before = [scriptblock]::Create("& (Get-Module GuardedFabricAgent) { function script:Resume-GfaRun { `$false }; $($wait[$moment]) }")
            $null = Invoke-Run "$TestDrive/late-$moment" -Before $before -EndedAt now
        }
        $next = Invoke-RunInTurn @($ended | ForEach-Object { @{ State = "$TestDrive/late-$_" } })
    }

    It 'after its collecting: the snapshot is sent once, wherever it was ended: <_>' -ForEach $moments {
        $next.Outcome | Should -Be (@('Sent') * $ended.Count)
        $state = "$TestDrive/late-$_"
        $sent = @(Get-Sent $state)
        $sent.Count | Should -Be 2
        foreach ($one in $sent) { Get-NotOk $one | Should -BeNullOrEmpty }
        Test-Path "$state/hung.json" | Should -BeFalse
    }
}

Describe 'what is remembered until the host is started again' {
    It 'is looked for in what is new, also where the host changes after the first run' {
        $state = "$TestDrive/boot"
        $asked = {
            & (Get-Module GuardedFabricAgent) {
                function script:Get-GfaFeatureWay { @{ Command = 'Get-Date'; Source = 'WindowsFeature'; State = 'InstallState'; Read = { Add-Content "$env:GF_TEST_STATE/asked" $env:GF_TEST_RUN; @{ InstallState = $env:GF_TEST_FEATURE } } } }
            }
        }
        # Neither changes the time of the last start.
        $resumed = New-StubHost {
            param($table)
            $table.events['Microsoft-Windows-Kernel-Boot'] = @(@{ TimeCreated = [datetime]::UtcNow.ToString('o'); Id = 27; Properties = @(@{ Value = 2 }) })
            $table.events['Microsoft-Windows-Power-Troubleshooter'] = @(@{ TimeCreated = [datetime]::UtcNow.ToString('o'); Id = 1 })
        }
        $restarted = New-StubHost { param($table) $table.cim.Win32_OperatingSystem.LastBootUpTime = '2026-11-25T05:00:00Z' }
        function New-Run {
            param([string]$Name, [string]$Feature, [string]$On)
            @{ State = $state; StubHost = $On; Before = [scriptblock]::Create("`$env:GF_TEST_RUN = '$Name'; `$env:GF_TEST_FEATURE = '$Feature'; $asked") }
        }
        $null = Invoke-RunInTurn @(
            New-Run first Installed
            New-Run resumed Installed $resumed
            # Not in force yet, whatever it is: looked at until it is.
            New-Run pending InstallPending $restarted
            New-Run still InstallPending $restarted
        )
        Get-Content "$state/asked" | Should -Be @('first', 'pending', 'still')
        $sent = @(Get-Sent $state)
        $sent.facts.boot.value.bootType | Should -Be @(0, 2, 0, 0)
        $sent[1].facts.boot.value.resumedAt | Should -Not -Be $sent[0].facts.boot.value.resumedAt
        $sent.facts.hostGuardianFeature.value.installState | Should -Be @('Installed', 'Installed', 'InstallPending', 'InstallPending')
    }
}

Describe 'who may end whom' {
    BeforeAll {
        # What holds the lock: a process that does nothing, that has begun to collect at some time.
        function New-HeldState {
            param([string]$Name, [hashtable]$Told = @{}, [hashtable]$Lock = @{})
            $holder = [Diagnostics.Process]::Start('sleep', '600')
            $state = "$TestDrive/$($Name -replace ' ', '-')"
            $null = New-Item "$state/work/one" -ItemType Directory
            $known = @{ processId = $holder.Id; processName = 'sleep'; processStartedAt = $holder.StartTime.ToUniversalTime().ToString('o') }
            $run = $known + @{ snapshotId = [guid]::NewGuid(); startedAt = [datetime]::UtcNow.ToString('o') }
            $held = $known.Clone()
            foreach ($key in $Told.Keys) { $run[$key] = $Told[$key] }
            foreach ($key in $Lock.Keys) { $held[$key] = $Lock[$key] }
            $run | ConvertTo-Json | Set-Content "$state/work/one/run.json"
            $held | ConvertTo-Json | Set-Content "$state/agent.lock"
            @{ State = $state; Holder = $holder }
        }
        $old = '2026-11-24T09:32:06.120Z'
        $held = [ordered]@{
            'over' = New-HeldState 'over' -Told @{ startedAt = $old }
            'under way' = New-HeldState 'under way'
            'of another process' = New-HeldState 'of another process' -Told @{ startedAt = $old; processId = 1 }
            'of a process that is gone, whose number another one has' = New-HeldState 'gone' -Told @{ startedAt = $old } -Lock @{ processStartedAt = $old }
        }
        $answers = Invoke-AgentScript -Environment @{ GF_TEST_STATES = $held.Values.State -join ' ' } {
            foreach ($state in $env:GF_TEST_STATES -split ' ') { & (Get-Module GuardedFabricAgent) { param($state) Enter-GfaLock -StatePath $state } $state }
        }
        $names = @($held.Keys)
    }
    AfterAll { foreach ($one in $held.Values) { if (-not $one.Holder.HasExited) { $one.Holder.Kill() } } }

    It 'who wants the lock: a run that hangs, and no other: <Name>' -ForEach @(
        @{ Name = 'over'; Taken = $true; Ended = $true }
        @{ Name = 'under way'; Taken = $false; Ended = $false }
        @{ Name = 'of another process'; Taken = $false; Ended = $false }
        @{ Name = 'of a process that is gone, whose number another one has'; Taken = $true; Ended = $false }
    ) {
        $answers[$names.IndexOf($Name)] | Should -Be $Taken
        if ($Ended) { $null = $held[$Name].Holder.WaitForExit(30000) }
        $held[$Name].Holder.HasExited | Should -Be $Ended
    }

    It 'takes only the lock away that it has read, and leaves another''s' {
        $told = InModuleScope GuardedFabricAgent -Parameters @{ state = "$TestDrive/locks" } {
            param($state)
            $null = New-Item $state -ItemType Directory
            $path = "$state/agent.lock"
            Set-Content $path 'mine' -NoNewline
            Remove-GfaLock -Path $path -Text 'another'
            Get-Content $path
            Remove-GfaLock -Path $path -Text 'mine'
            # Unnamed, by a clock that was a day ahead: nobody's.
            $null = New-Item $path -ItemType File
            (Get-Item $path).LastWriteTime = (Get-Date).AddDays(1)
            Enter-GfaLock -StatePath $state
            Enter-GfaLock -StatePath $state
            Set-Content $path (ConvertTo-GfaJson @{ processId = 1 })
            Exit-GfaLock -StatePath $state
            Test-Path $path
            @(Get-ChildItem $state).Count
        }
        $told | Should -Be @($false, 'mine', $true, $true, $false, $true, 1)
    }
}

Describe 'what earlier runs left' {
    It 'is cleared away, whatever it is' {
        $told = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/left" } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                foreach ($name in 'one', 'two', 'three') { $null = New-Item "$state/work/$name" -ItemType Directory }
                # Of a version before, torn, and of a time that is none.
                Write-GfaFile -Path "$state/work/one/guard.json" -Text '{}'
                Write-GfaFile -Path "$state/work/two/run.json" -Text '{'
                Write-GfaFile -Path "$state/work/three/run.json" -Text '{"startedAt":"yesterday"}'
                Resume-GfaRun -StatePath $state
                @(Get-ChildItem "$state/work").Count
                @(Get-ChildItem "$state/spool").Count
            }
        }
        $told | Should -Be @($false, 0, 0)
    }

    It 'needs no mark to be set: the collectors then go into a process of their own' {
        $state = "$TestDrive/none"
        $run = Invoke-RunInTurn @{ State = $state; Before = { & (Get-Module GuardedFabricAgent) { function script:Get-GfaHungCollector { @{} }; function script:Invoke-GfaMarkedCollection { } } } }
        $run.Outcome | Should -Be Sent
        Get-NotOk (Get-Sent $state)[0] | Should -BeNullOrEmpty
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }
}
