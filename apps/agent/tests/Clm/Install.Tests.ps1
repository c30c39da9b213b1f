BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    # Nobody answers enrolment here; an enrolled host needs none.
    $server = Start-FaultServer
    $environment = @{ GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"; GF_TEST_STATE = "$TestDrive/state"; GF_STUB_LOG = "$TestDrive/log" }
    $results = Invoke-AgentScript -Environment $environment -Script {
        $state = $env:GF_TEST_STATE
        $plan = Install-GuardedFabricAgent -Server $env:GF_TEST_SERVER -StatePath $state -WhatIf
        @{ step = 'plan'; value = @($plan.Step); changed = (Test-Path $state) -or (Test-Path $env:GF_STUB_LOG) }
        & (Get-Module GuardedFabricAgent) {
            param($state, $server)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = $server; hostId = 'host-1'; credential = 'gfh_test'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
            Write-GfaStateFile -StatePath $state -Name status -Value @{ nextReportSeconds = 900 }
        } $state $env:GF_TEST_SERVER
        @{ step = 'install'; value = Install-GuardedFabricAgent -Server $env:GF_TEST_SERVER -StatePath $state }
        @{ step = 'dry'; value = Uninstall-GuardedFabricAgent -StatePath $state -WhatIf; changed = -not (Test-Path $state) }
        @{ step = 'kept'; value = Uninstall-GuardedFabricAgent -StatePath $state -KeepState; changed = -not (Test-Path $state) }
        @{ step = 'removed'; value = Uninstall-GuardedFabricAgent -StatePath $state; changed = -not (Test-Path $state) }
        @{ step = 'again'; value = Uninstall-GuardedFabricAgent -StatePath $state }
        New-Item "$state" -ItemType Directory | Out-Null
        Set-Content "$state/precious.txt" 'not ours'
        @{ step = 'foreign'; value = Uninstall-GuardedFabricAgent -StatePath $state; changed = -not (Test-Path "$state/precious.txt") }
    }
    $of = @{}
    foreach ($result in $results) { $of[$result.step] = $result }
    $calls = Get-Content "$TestDrive/log" | ConvertFrom-Json
}

AfterAll { Stop-FaultServer $server }

Describe 'installation' {
    It 'with -WhatIf says its steps and changes nothing' {
        $of.plan.value | Should -Be @('Folder', 'EventSource', 'Enrolment', 'Task', 'Snapshot')
        $of.plan.changed | Should -BeFalse
    }

    It 'registers one task of SYSTEM that holds no secret' {
        $task = @($calls | Where-Object command -eq 'Register-ScheduledTask')
        $task.Count | Should -Be 1
        $task[0].arguments.TaskPath | Should -Be '\GuardedFabric\'
        $task[0].arguments.Principal.UserId | Should -Be 'S-1-5-18'
        $task[0].arguments.Action.Execute | Should -Be 'powershell.exe'
        $task[0].arguments.Action.Argument | Should -Match 'exit \(Invoke-GuardedFabricAgent'
        $task[0].arguments.Action.Argument | Should -Match '-NoProfile -NonInteractive'
        ($calls | ConvertTo-Json -Depth 8) | Should -Not -Match 'gf[eh]_'
    }

    It 'repeats it as the server wishes, from a start of its own, and after each start of the host' {
        $triggers = @($calls | Where-Object command -eq 'Register-ScheduledTask')[0].arguments.Trigger
        $triggers[0].Seconds | Should -Be 900
        $triggers[1].AtStartup | Should -BeTrue
        # The first answer said 300.
        $moved = @($calls | Where-Object command -eq 'Set-ScheduledTask')
        $moved.Count | Should -Be 1
        $moved[0].arguments.Trigger[0].Seconds | Should -Be 300
    }

    It 'sends the first snapshot and says where to see it' {
        $of.install.value.Outcome | Should -Be Sent
        $of.install.value.Page | Should -Match '/hosts/host-1$'
    }

    It 'makes the event source and tells the event log' {
        @($calls | Where-Object command -eq 'New-EventLog').Count | Should -Be 1
        @($calls | Where-Object { $_.command -eq 'Write-EventLog' -and $_.arguments.EventId -eq 1000 }).Count | Should -Be 1
    }
}

Describe 'removal' {
    It 'with -WhatIf removes nothing' {
        $of.dry.value.Removed | Should -Be @('Task', 'EventSource', 'State')
        $of.dry.changed | Should -BeFalse
    }

    It 'keeps the state where told to, and removes it where not' {
        $of.kept.changed | Should -BeFalse
        $of.removed.changed | Should -BeTrue
        @($calls | Where-Object command -eq 'Unregister-ScheduledTask').Count | Should -BeGreaterThan 0
        $of.again.value.Removed | Should -Not -Contain 'State'
    }

    It 'never touches a folder that is not the agent''s' {
        $of.foreign.changed | Should -BeFalse
    }
}

Describe 'a thousand hosts installed in one minute' {
    It 'start spread over their interval' {
        $starts = Invoke-AgentScript { & (Get-Module GuardedFabricAgent) { 1..1000 | ForEach-Object { "$((New-GfaTaskTrigger -IntervalSeconds 900)[0].At)" } } }
        $minutes = $starts | ForEach-Object { ([datetime]$_).ToString('HH:mm') } | Group-Object
        $minutes.Count | Should -BeGreaterOrEqual 15
        ($minutes | Measure-Object -Property Count -Maximum).Maximum | Should -BeLessThan 120
    }
}
