BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
}

Describe 'ending a process' {
    It 'is done only when it is gone: until then its lock is held' {
        # Whose parent takes notice of its end after a while.
        $start = [Diagnostics.ProcessStartInfo]::new('perl')
        foreach ($argument in '-e', '$|=1; $p=fork; exec "sleep","600" if !$p; print "$p\n"; sleep 2; waitpid $p,0') { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $parent = [Diagnostics.Process]::Start($start)
        $id = [int]$parent.StandardOutput.ReadLine()
        $there = InModuleScope GuardedFabricAgent -Parameters @{ id = $id } {
            param($id)
            # Its name is another one until it has begun to sleep.
            do { $as = Get-GfaProcess -Id $id } until ($as.processName -eq 'sleep')
            Stop-GfaProcess -As $as
            Test-GfaSameProcess -Id $id -As $as
        }
        $there | Should -Be @($true, $false)
        $parent.WaitForExit(30000) | Should -BeTrue
    }

    It 'spares another one that has the number by now' {
        $other = [Diagnostics.Process]::Start('sleep', '600')
        try {
            $claim = @{ processId = $other.Id; processName = 'sleep'; processStartedAt = '2026-11-24T09:32:06.120Z' }
            $claim | ConvertTo-Json | Set-Content "$TestDrive/tpm.claim"
            InModuleScope GuardedFabricAgent -Parameters @{ folder = "$TestDrive" } { param($folder) Stop-GfaWorker -Name tpm -Folder $folder }
            $other.HasExited | Should -BeFalse
            $claim.processStartedAt = $other.StartTime.ToUniversalTime().ToString('o')
            $claim | ConvertTo-Json | Set-Content "$TestDrive/tpm.claim"
            InModuleScope GuardedFabricAgent -Parameters @{ folder = "$TestDrive" } { param($folder) Stop-GfaWorker -Name tpm -Folder $folder }
            $other.WaitForExit(30000) | Should -BeTrue
        } finally {
            if (-not $other.HasExited) { $other.Kill() }
        }
    }

    It 'asks Windows for no child that began before its parent, nor at all where there is none to find' {
        $found = InModuleScope GuardedFabricAgent {
            Mock Test-GfaWindows { $true }
            function Get-CimInstance { }
            Mock Get-CimInstance { foreach ($minutes in -5, 5) { New-Object psobject -Property @{ ProcessId = $minutes; CreationDate = (Get-Date).AddMinutes($minutes) } } }
            Mock Get-Process { }
            Get-GfaChildProcess -Id 7 -Since (Get-Date).ToUniversalTime()
            Should -Invoke Get-CimInstance -Times 0
            Mock Get-Process { 'w32tm' }
            Get-GfaChildProcess -Id 7 -Since (Get-Date).ToUniversalTime()
        }
        $found | Should -Be 5
    }
}
