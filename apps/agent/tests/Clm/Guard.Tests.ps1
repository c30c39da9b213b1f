# A run of the scheduled task collects in its own process, where nothing can end a cmdlet that hangs but the end of the
# process: what then becomes of the run, of the snapshot, and of the runs after it.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    $server = Start-FaultServer
    $prepare = {
        & (Get-Module GuardedFabricAgent) {
            # How long that is at most is not what is tested here.
            function script:Get-GfaGuardTime { @{ Quick = 1; Slow = 1 } }
            Initialize-GfaState -StatePath $env:GF_TEST_STATE
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name config -Value @{ server = $env:GF_TEST_SERVER }
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name identity -Value @{ server = $env:GF_TEST_SERVER; hostId = 'host-1'; credential = 'gfh_test'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
            # The diagnostics come once a day and in a process of their own.
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name diagnostics -Value @{ at = ConvertTo-GfaTimestamp (Get-Date); attestationStatus = 'InsecureHostConfiguration' }
        }
    }
    # Starts a run as the task does. Answers when its process has ended, by itself or not.
    function Invoke-Run {
        param([string]$State, [string]$StubHost, [scriptblock]$Before = {}, [switch]$FullLanguage)
        $given = @{ Environment = @{ GF_TEST_STATE = $State; GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken" } }
        if ($StubHost) { $given['StubHost'] = $StubHost }
        $script = [scriptblock]::Create("& { $prepare }; & { $Before }; Invoke-GuardedFabricAgent -StatePath `$env:GF_TEST_STATE -Force -Unattended")
        $started = Start-AgentScript @given -Script $script -FullLanguage:$FullLanguage
        $started.Process.WaitForExit()
        $isWhole = $started.Output.Result -match '(?s)<<<(.*)>>>'
        @{ Result = if ($isWhole) { $Matches[1] | ConvertFrom-Json }; Errors = $started.Errors.Result }
    }
    function Wait-Sent {
        param([string]$State, [int]$Count = 1)
        $until = [datetime]::UtcNow.AddSeconds(60)
        while ([datetime]::UtcNow -lt $until) {
            $sent = @(Get-ChildItem "$State/sent" -Filter *.json -ErrorAction SilentlyContinue | Sort-Object Name)
            if ($sent.Count -ge $Count -and -not (Test-Path "$State/agent.lock")) { return @($sent | ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw | ConvertFrom-Json -DateKind String }) }
            Start-Sleep -Milliseconds 100
        }
        throw "Nothing was sent within a minute:`n$(Get-Content "$State/agent.log" -ErrorAction SilentlyContinue)"
    }
    function Get-NotOk { param($Snapshot) @($Snapshot.facts.PSObject.Properties | Where-Object { $_.Name -ne 'diagnostics' -and $_.Value.status -ne 'ok' }).Name }
}

AfterAll { Stop-FaultServer $server }

Describe 'a run of the task in <Mode>' -ForEach @(@{ Mode = 'ConstrainedLanguage'; Full = $false }, @{ Mode = 'FullLanguage'; Full = $true }) {
    BeforeAll {
        $state = "$TestDrive/good-$Mode"
        # Where it wanted a process of its own it would say so.
        $run = Invoke-Run $state -FullLanguage:$Full -Before { & (Get-Module GuardedFabricAgent) { function script:Start-GfaWorker { 'another' | Set-Content "$env:GF_TEST_STATE/worker" } } }
        $snapshot = (Wait-Sent $state)[0]
    }

    It 'collects everything in its own process' {
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
        $run = Invoke-Run $state -Before {
            & (Get-Module GuardedFabricAgent) {
                # What a module of the system may do: leave a loop that it is not in, give what cannot be written, or nothing.
                function script:Get-GfaTpmFact { break }
                function script:Get-GfaClusterFact { New-GfaFact -Value @{ [timespan]1 = 'no name' } }
                function script:Get-GfaDumpFact { }
                function script:Start-GfaWorker { 'another' | Set-Content "$env:GF_TEST_STATE/worker" }
            }
        }
        $snapshot = (Wait-Sent $state)[0]
    }

    It 'sends all the others, and says which have failed' {
        $run.Result.Outcome | Should -Be Sent
        Get-NotOk $snapshot | Sort-Object | Should -Be @('cluster', 'dumps', 'tpm')
        foreach ($name in 'cluster', 'dumps', 'tpm') { $snapshot.facts.$name.reason | Should -Not -BeNullOrEmpty }
        Test-Path "$state/worker" | Should -BeFalse
    }
}

Describe 'a run of the task in which a collector hangs' {
    BeforeAll {
        $state = "$TestDrive/hanging"
        $run = Invoke-Run $state -StubHost (New-StubHost { param($table) $table['hang'] = @('Get-Tpm') })
        $snapshot = (Wait-Sent $state)[0]
    }

    It 'is ended, and another one sends the snapshot, with all but that' {
        $run.Result | Should -BeNullOrEmpty
        $snapshot.facts.tpm.status, $snapshot.facts.tpm.reason | Should -Be @('failed', 'tpm did not answer in time.')
        Get-NotOk $snapshot | Should -Be 'tpm'
        Get-Content "$state/agent.log" -Raw | Should -Match ' 2008 Warning .*did not come to the end of its collecting'
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }

    It 'is not begun that way again for a day' {
        $apartUntil = (Get-Content "$state/status.json" -Raw | ConvertFrom-Json).apartUntil.ToUniversalTime()
        ($apartUntil - [datetime]::UtcNow).TotalHours | Should -BeGreaterThan 23.9
        ($apartUntil - [datetime]::UtcNow).TotalHours | Should -BeLessOrEqual 24
        $next = Invoke-Run $state -Before { & (Get-Module GuardedFabricAgent) { function script:Start-GfaGuard { throw 'begun' } } }
        $next.Result.Outcome | Should -Be Sent
        Get-NotOk (Wait-Sent $state -Count 2)[1] | Should -BeNullOrEmpty
    }
}

Describe 'what waits beside a run' {
    BeforeAll {
        # Answers when it has ended: with whether it did what it is for.
        function Test-Waiting {
            param([string]$Name, [hashtable]$Time, [switch]$Quick, [switch]$Removed)
            $work = (New-Item "$TestDrive/$Name" -ItemType Directory).FullName
            Set-Content "$work/guard.json" '{}'
            if ($Quick) { Set-Content "$work/quick.txt" 'quick' }
            $start = InModuleScope GuardedFabricAgent -Parameters @{ work = $work; time = $Time } {
                param($work, $time)
                Get-GfaGuardScript -File "$work/guard.json" -QuickFile "$work/quick.txt" -Time $time -Command "Set-Content '$work/begun' 'begun'"
            }
            $process = Start-Process @start -NoNewWindow -PassThru
            if ($Removed) { Remove-Item "$work/guard.json" }
            $process.WaitForExit(60000) | Should -BeTrue
            Test-Path "$work/begun"
        }
    }

    It 'begins a run anew after the time of the quick ones, or of all, and none where the file is gone: <Name>' -ForEach @(
        @{ Name = 'quick'; Given = @{ Time = @{ Quick = 1; Slow = 600 }; Quick = $true }; Begun = $true }
        @{ Name = 'slow'; Given = @{ Time = @{ Quick = 1; Slow = 1 } }; Begun = $true }
        @{ Name = 'gone'; Given = @{ Time = @{ Quick = 600; Slow = 600 }; Quick = $true; Removed = $true }; Begun = $false }
        @{ Name = 'gone late'; Given = @{ Time = @{ Quick = 0; Slow = 600 }; Removed = $true }; Begun = $false }
    ) {
        Test-Waiting -Name $Name @Given | Should -Be $Begun
    }
}

Describe 'who may end whom' {
    BeforeAll {
        # What holds the lock: a process that does nothing, under a guard that says so much of it.
        function New-HeldState {
            param([string]$Name, [hashtable]$Told = @{}, [hashtable]$Lock = @{}, [switch]$Quick)
            $holder = [Diagnostics.Process]::Start('sleep', '600')
            $state = "$TestDrive/$($Name -replace ' ', '-')"
            $null = New-Item "$state/work/one" -ItemType Directory
            $known = @{ processId = $holder.Id; processName = 'sleep'; processStartedAt = $holder.StartTime.ToUniversalTime().ToString('o') }
            $guard = $known + @{ quickSeconds = 15; slowSeconds = 1; until = [datetime]::UtcNow.AddSeconds(60).ToString('o') }
            $held = $known.Clone()
            foreach ($key in $Told.Keys) { $guard[$key] = $Told[$key] }
            foreach ($key in $Lock.Keys) { $held[$key] = $Lock[$key] }
            $guard | ConvertTo-Json | Set-Content "$state/work/one/guard.json"
            $held | ConvertTo-Json | Set-Content "$state/agent.lock"
            if ($Quick) { Set-Content "$state/work/one/quick.txt" 'quick' }
            @{ State = $state; Holder = $holder }
        }
        # What is answered, and whether the holder was ended.
        function Invoke-OnHeld {
            param([hashtable]$Held, [scriptblock]$Script)
            try {
                $answer = (Invoke-AgentScript -Environment @{ GF_TEST_STATE = $Held.State } $Script)[0]
                if ($answer) { $null = $Held.Holder.WaitForExit(30000) }
                $answer, $Held.Holder.HasExited
            } finally {
                if (-not $Held.Holder.HasExited) { $Held.Holder.Kill() }
            }
        }
        $begunByGuard = { & (Get-Module GuardedFabricAgent) { Stop-GfaGuardedRun -StatePath $env:GF_TEST_STATE } }
        $over = @{ until = '2026-11-24T09:32:06.120Z' }
    }

    It 'whom the guard began: the run that still collects, <Name>' -ForEach @(
        @{ Name = 'the quick ones'; Given = @{ Quick = $true }; Ended = $true }
        @{ Name = 'the slow ones'; Given = @{}; Ended = $true }
        @{ Name = 'and no process that has its number since the host was restarted'; Given = @{ Quick = $true; Told = @{ processStartedAt = '2026-11-24T09:32:06.120Z' } }; Ended = $false }
        @{ Name = 'and no other program under its number'; Given = @{ Quick = $true; Told = @{ processName = 'pwsh' } }; Ended = $false }
        @{ Name = 'and none of which too little is known'; Given = @{ Quick = $true; Told = @{ processStartedAt = $null } }; Ended = $false }
    ) {
        Invoke-OnHeld (New-HeldState -Name "guard $Name" @Given) $begunByGuard | Should -Be @($Ended, $Ended)
    }

    It 'whom the guard began: not a run that came to its end meanwhile' {
        $held = New-HeldState -Name 'meanwhile' -Told @{ slowSeconds = 600 }
        Invoke-OnHeld $held {
            & (Get-Module GuardedFabricAgent) {
                # It comes to its end while it is waited for.
                function Start-Sleep { Remove-Item "$env:GF_TEST_STATE/work/one/guard.json" }
                Stop-GfaGuardedRun -StatePath $env:GF_TEST_STATE
            }
        } | Should -Be @($false, $false)
    }

    It 'whom the guard began: nothing where somebody else has ended the run, which is not undone' {
        $held = New-HeldState -Name 'ended'
        $held.Holder.Kill()
        $held.Holder.WaitForExit()
        $run = Invoke-AgentScript -Environment @{ GF_TEST_STATE = $held.State } {
            & (Get-Module GuardedFabricAgent) { Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name identity -Value @{ hostId = 'host-1' } }
            Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE -Unattended -TakeOver
        }
        $run.Outcome | Should -Be Busy
        Test-Path "$($held.State)/work/one/guard.json" | Should -BeTrue
    }

    It 'who wants the lock: a run that hangs, and no other: <Name>' -ForEach @(
        @{ Name = 'over'; Given = @{ Told = @{ until = '2026-11-24T09:32:06.120Z' } }; Taken = $true; Ended = $true }
        @{ Name = 'under way'; Given = @{}; Taken = $false; Ended = $false }
        @{ Name = 'of another process'; Given = @{ Told = @{ until = '2026-11-24T09:32:06.120Z'; processId = 1 } }; Taken = $false; Ended = $false }
        @{ Name = 'of a process that is gone, whose number another one has'; Given = @{ Told = @{ until = '2026-11-24T09:32:06.120Z' }; Lock = @{ processStartedAt = '2026-11-24T09:32:06.120Z' } }; Taken = $true; Ended = $false }
    ) {
        $held = New-HeldState -Name "lock $Name" @Given
        $answer = { & (Get-Module GuardedFabricAgent) { Enter-GfaLock -StatePath $env:GF_TEST_STATE } }
        if ($Taken -and -not $Ended) {
            (Invoke-AgentScript -Environment @{ GF_TEST_STATE = $held.State } $answer)[0] | Should -BeTrue
            $held.Holder.HasExited | Should -BeFalse
            $held.Holder.Kill()
        } else { Invoke-OnHeld $held $answer | Should -Be @($Taken, $Ended) }
    }

    It 'takes only the lock away that it has read, and leaves another''s' {
        $told = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/locks" } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
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
        } -FullLanguage
        $told | Should -Be @($false, 'mine', $true, $true, $false, $true, 1)
    }
}

Describe 'what earlier runs left' {
    It 'is cleared away, and believed where one was ended, not where a clock was stepped' {
        $told = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/left" } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                $null = New-Item "$state/work/one" -ItemType Directory
                Clear-GfaWork -StatePath $state
                Test-GfaApart -StatePath $state
                $null = New-Item "$state/work/two" -ItemType Directory
                Write-GfaFile -Path "$state/work/two/guard.json" -Text '{'
                Clear-GfaWork -StatePath $state
                Test-GfaApart -StatePath $state
                Set-GfaStatus -StatePath $state -Change @{ apartUntil = ConvertTo-GfaTimestamp (Get-Date).AddDays(40) }
                Test-GfaApart -StatePath $state
                @(Get-ChildItem "$state/work").Count
            }
        }
        $told | Should -Be @($false, $false, $true, $true, $false, 0)
    }

    It 'needs no guard to be had: the collectors then go into a process of their own' {
        $state = "$TestDrive/none"
        $run = Invoke-Run $state -Before { & (Get-Module GuardedFabricAgent) { function script:Get-GfaGuardScript { @{ FilePath = '/nowhere/cmd.exe'; ArgumentList = 'none' } } } }
        $run.Result.Outcome | Should -Be Sent
        Get-NotOk (Wait-Sent $state)[0] | Should -BeNullOrEmpty
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }
}
