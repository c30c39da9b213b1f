BeforeAll { Import-Module $env:GF_AGENT_MODULE -Force }

Describe 'what is remembered until the host is started again' {
    It 'has a resume and a fast start-up that came after it was first asked' {
        # By the name of the module that Windows has it in.
        $log = New-Module -Name Microsoft.PowerShell.Diagnostics { function Get-WinEvent { [CmdletBinding()] param($FilterHashtable, $MaxEvents) $null = $FilterHashtable, $MaxEvents } } | Import-Module -Global -PassThru
        $facts = InModuleScope GuardedFabricAgent {
            $script:GfaBootMemory = @{}
            $script:events = @{}
            $script:asked = @()
            Mock Get-GfaCimInstance { @{ LastBootUpTime = [datetime]::UtcNow.AddDays(-2) } }
            Mock Get-WinEvent {
                $script:asked += $FilterHashtable
                $found = $script:events[$FilterHashtable['ProviderName']]
                if (-not $found -or ($FilterHashtable['StartTime'] -and $found.TimeCreated -lt $FilterHashtable['StartTime'].ToUniversalTime())) { Write-Error 'none' -ErrorId NoMatchingEventsFound -ErrorAction Stop }
                $found
            }
            function script:New-Event { param($At, $Value) [pscustomobject]@{ TimeCreated = $At; Properties = @([pscustomobject]@{ Value = $Value }) } }
            $script:events['Microsoft-Windows-Kernel-Boot'] = New-Event ([datetime]::UtcNow.AddDays(-2)) 0
            try {
                Get-GfaBootFact
                Get-GfaBootFact
                $script:events['Microsoft-Windows-Kernel-Boot'] = New-Event ([datetime]::UtcNow) 2
                $script:events['Microsoft-Windows-Power-Troubleshooter'] = New-Event ([datetime]::UtcNow) 0
                Get-GfaBootFact
                # Remembered from then on, also where the log is overwritten.
                $script:events = @{}
                Get-GfaBootFact
                @{ since = @($script:asked | ForEach-Object { $null -ne $_['StartTime'] }) }
            } finally { $script:GfaBootMemory = $null }
        }
        Remove-Module $log
        $facts[0..3].value.bootType | Should -Be @(0, 0, 2, 2)
        @($facts[0..3] | ForEach-Object { $null -ne $_.value.resumedAt }) | Should -Be @($false, $false, $true, $true)
        # The whole log once, then only what is new.
        $facts[4].since | Should -Be @($false, $false, $true, $true, $true, $true, $true, $true)
    }

    It 'has the newest event of each kind about the Secure Boot certificates, also where the log is overwritten' {
        $log = New-Module -Name Microsoft.PowerShell.Diagnostics { function Get-WinEvent { [CmdletBinding()] param($FilterHashtable, $MaxEvents) $null = $FilterHashtable, $MaxEvents } } | Import-Module -Global -PassThru
        $found = InModuleScope GuardedFabricAgent {
            $script:GfaBootMemory = @{}
            $script:asked = @()
            $script:started = [datetime]'2026-11-20T05:00:00Z'
            Mock Get-GfaCimInstance { @{ LastBootUpTime = $script:started } }
            Mock Get-WinEvent {
                $script:asked += $null -ne $FilterHashtable['StartTime']
                if (-not $script:events) { Write-Error 'none' -ErrorId NoMatchingEventsFound -ErrorAction Stop }
                $script:events
            }
            function script:New-Event { param($Id, $At) [pscustomobject]@{ Id = $Id; TimeCreated = [datetime]$At } }
            try {
                $script:events = @((New-Event 1801 '2026-11-22T10:00:00Z'), (New-Event 1803 '2026-11-22T09:00:00Z'), (New-Event 1801 '2026-11-21T10:00:00Z'))
                Get-GfaSecureBootEventFact
                $script:events = @(New-Event 1803 '2026-11-22T22:00:00Z')
                Get-GfaSecureBootEventFact
                $script:events = @()
                Get-GfaSecureBootEventFact
                # A start later, all of the log is looked through again.
                $script:started = [datetime]'2026-11-23T05:00:00Z'
                Get-GfaSecureBootEventFact
                @{ asked = $script:asked }
            } finally { $script:GfaBootMemory = $null }
        }
        Remove-Module $log
        $found[0..3] | ForEach-Object { $_.value.latest -join ' ' } | Should -Be @('1801 1803', '1803 1801', '1803 1801', '')
        $found[2].value.events.at | Should -Be @('2026-11-22T22:00:00.000Z', '2026-11-22T10:00:00.000Z')
        $found[4].asked | Should -Be @($false, $true, $true, $false)
    }

    It 'has a HostGuardian feature that was removed and waits for a restart' {
        $null = New-Item "$TestDrive/registry" -ItemType Directory
        $null = New-PSDrive -Name HKLM -PSProvider FileSystem -Root "$TestDrive/registry" -Scope Global
        try {
            $facts = InModuleScope GuardedFabricAgent {
                $script:GfaBootMemory = @{}
                $script:state = 'Installed'
                $script:times = 0
                Mock Get-GfaCimInstance { @{ LastBootUpTime = [datetime]'2026-11-24T05:00:00Z' } }
                Mock Get-GfaFeatureWay { @{ Command = 'Get-Date'; Source = 'WindowsFeature'; State = 'InstallState'; Read = { $script:times++; @{ InstallState = $script:state } } } }
                try {
                    Get-GfaHostGuardianFeatureFact
                    Get-GfaHostGuardianFeatureFact
                    $script:times
                    $script:state = 'UninstallPending'
                    $null = New-Item 'HKLM:/SOFTWARE/Microsoft/Windows/CurrentVersion/Component Based Servicing/RebootPending' -ItemType Directory -Force
                    Get-GfaHostGuardianFeatureFact
                    $script:times
                } finally { $script:GfaBootMemory = $null }
            }
        } finally { Remove-PSDrive HKLM -Scope Global }
        $facts[0].value.installState, $facts[1].value.installState, $facts[2] | Should -Be @('Installed', 'Installed', 1)
        $facts[3].value.installState, $facts[3].value.restartNeeded, $facts[4] | Should -Be @('UninstallPending', $true, 2)
    }
}
